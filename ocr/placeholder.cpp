namespace ocr {}
