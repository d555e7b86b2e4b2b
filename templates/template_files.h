#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace templates {

/// The files of a folder of templates that are its templates: relative paths, `letters/_recours.xml`. Programs, hidden
/// files and what is no template are left out.
std::set<std::string> template_files(const std::filesystem::path& templates);

/// Those one template is made of (a name of TemplateCheck::names, or the relative path of a file): its own, the
/// fragments it includes, their variants and theirs, the pictures they name, its sample. Files that are named but
/// absent are among them; a file that is no XML is taken as including nothing. Empty for an unknown name.
std::set<std::string> files_of_template(const std::filesystem::path& templates, const std::string& name);

/// The file that bears the name: `letters/refus-integration.xml`; empty for an unknown name.
std::string own_file(const std::filesystem::path& templates, const std::string& name);

}  // namespace templates
