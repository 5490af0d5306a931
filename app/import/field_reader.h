#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/config_value.h"
#include "app/import/kinds.h"
#include "core/caip.h"
#include "core/json.h"
#include "core/record_json.h"

namespace homing {

// Reads the fields of an import row into typed members and keeps the first thing that is wrong.
class FieldReader {
  public:
    // Both must outlive it. A field the kind does not know is a problem at once.
    FieldReader(const Json& row, const ImportKind& kind);

    // Leaves the member alone where the row has no such field; a problem where it is required.
    template <class T>
    void read(const char* name, T& member) {
        const std::string* text = find(name);
        if (text == nullptr || !problem_.empty()) return;
        if (Result<void> taken = take(*text, member); !taken) {
            problem_ = std::string(name) + ": " + taken.error().message;
        }
    }
    void fail(const std::string& problem) {
        if (problem_.empty()) problem_ = problem;
    }
    bool good() const { return problem_.empty(); }
    const std::string& problem() const { return problem_; }

  private:
    const std::string* find(const char* name);

    template <class T>
    static Result<void> take(const std::string& text, std::optional<T>& member) {
        member.emplace();
        return take(text, *member);
    }
    static Result<void> take(const std::string& text, std::vector<AssetId>& member);
    template <class T>
    static Result<void> take(const std::string& text, T& member) {
        if constexpr (std::is_same_v<T, bool>) {
            if (text != "true" && text != "false") return invalid("must be true or false");
            member = text == "true";
            return {};
        } else if constexpr (std::is_integral_v<T>) {
            const Result<std::uint64_t> whole = parse_whole(text);
            if (!whole || *whole > std::numeric_limits<T>::max()) {
                return invalid("\"" + text.substr(0, 40) + "\" is not a whole number up to " +
                               std::to_string(std::numeric_limits<T>::max()));
            }
            member = static_cast<T>(*whole);
            return {};
        } else {
            return record_json::read(Json(text), member);
        }
    }

    const Json& row_;
    const ImportKind& kind_;
    std::string problem_;
};

}  // namespace homing
