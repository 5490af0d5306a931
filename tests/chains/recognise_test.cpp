#include "chains/recognise/recognise.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "core/json.h"

// Every row of fixtures/pasted.json.
namespace homing {
namespace {

std::set<std::string> names_of(const std::vector<Place>& places) {
    std::set<std::string> names;
    for (const Place& place : places) {
        names.insert(place.network.empty() ? place.name : place.network);
    }
    return names;
}

bool fits(const Candidate& one, const Json& wanted) {
    if (to_string(one.kind) != wanted["kind"].get<std::string>()) return false;
    if (wanted.contains("form") && one.form != wanted["form"].get<std::string>()) return false;
    if (wanted.contains("certain") && one.certain != wanted["certain"].get<bool>()) return false;
    if (wanted.contains("normalised") && one.normalised != wanted["normalised"].get<std::string>())
        return false;
    if (wanted.contains("fingerprint") &&
        one.fingerprint.str() != wanted["fingerprint"].get<std::string>())
        return false;
    if (wanted.contains("memo") &&
        (!one.memo || one.memo->str() != wanted["memo"].get<std::string>()))
        return false;
    if (wanted.contains("networks")) {
        for (const Json& network : wanted["networks"]) {
            if (!names_of(one.places).contains(network.get<std::string>())) return false;
        }
    }
    return true;
}

std::string shown(const Recognition& recognition) {
    std::string out;
    for (const Candidate& one : recognition.candidates) {
        out += "\n  " + std::string(to_string(one.kind)) + " / " + one.form + " / " +
               one.normalised + " / " + one.fingerprint.str() + " / " +
               (one.memo ? one.memo->str() : "") + (one.certain ? " certain" : "");
        for (const std::string& name : names_of(one.places)) out += " [" + name + "]";
    }
    for (const Hint& hint : recognition.hints) out += "\n  hint " + hint.code;
    return out;
}

Json fixture() {
    std::ifstream in(std::string(HOMING_ROOT) + "/fixtures/pasted.json");
    std::stringstream text;
    text << in.rdbuf();
    const Result<Json> rows = parse_json(text.str());
    return rows ? *rows : Json::array();
}

TEST(Recognise, reads_every_pasted_thing_of_the_fixture) {
    const Json rows = fixture();
    ASSERT_GE(rows.size(), 300u);
    for (const Json& row : rows) {
        const std::string pasted = row["pasted"].get<std::string>();
        const Recognition recognition = recognise(pasted);
        const std::string where = row["name"].get<std::string>() + shown(recognition);
        EXPECT_EQ(recognition.holds_secret, row.value("secret", false)) << where;
        for (const Json& wanted : row["expect"]) {
            const bool found =
                std::any_of(recognition.candidates.begin(), recognition.candidates.end(),
                            [&](const Candidate& c) { return fits(c, wanted); });
            EXPECT_TRUE(found) << wanted.dump() << " is not among " << where;
        }
        if (row.contains("kinds")) {
            std::set<std::string> kinds;
            for (const Candidate& c : recognition.candidates) kinds.emplace(to_string(c.kind));
            EXPECT_EQ(Json(kinds), row["kinds"]) << where;
        }
        for (const Json& code : row.value("hints", Json::array())) {
            const bool found =
                std::any_of(recognition.hints.begin(), recognition.hints.end(),
                            [&](const Hint& h) { return h.code == code.get<std::string>(); });
            EXPECT_TRUE(found) << "no hint " << code << " at " << where;
        }
    }
}

TEST(Recognise, keeps_nothing_of_a_secret) {
    int secrets = 0;
    for (const Json& row : fixture()) {
        if (!row.value("secret", false)) continue;
        ++secrets;
        const std::string pasted = row["pasted"].get<std::string>();
        const Recognition recognition = recognise(pasted);
        for (const Candidate& one : recognition.candidates) {
            EXPECT_EQ(one.kind, PastedKind::kSecret);
            EXPECT_TRUE(one.normalised.empty() && one.fingerprint.empty() && !one.memo);
        }
        for (const Hint& hint : recognition.hints) {
            EXPECT_EQ(hint.text.find(pasted), std::string::npos);
        }
    }
    EXPECT_GE(secrets, 40);
}

TEST(Recognise, takes_any_bytes) {
    EXPECT_TRUE(recognise("").candidates.empty());
    EXPECT_TRUE(recognise(std::string(100'000, 'a')).candidates.empty());
    EXPECT_TRUE(recognise(std::string("\0\xff\xfe\xf0", 4)).candidates.empty());
    for (int c = 0; c < 256; ++c) recognise(std::string(70, static_cast<char>(c)));
}

}  // namespace
}  // namespace homing
