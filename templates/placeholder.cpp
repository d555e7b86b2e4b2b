namespace templates {}
