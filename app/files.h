#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace homing {

// The whole file; kNotFound when it cannot be opened, kInvalid beyond max_bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// The file's text without white space at its end; kInvalid when nothing is left.
Result<std::string> read_secret(const std::filesystem::path& path);

// Replaces the file whole: written beside it, synced, renamed, folder synced.
Result<void> replace_file(const std::filesystem::path& path, const std::string& text,
                          unsigned mode = 0644);

}  // namespace homing
