#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/model/fault.h"
#include "tests/recovery/story.h"

// fixtures/faults.json: for each fault and family the scenarios that show it, or why none does.
namespace homing {
namespace {

const std::set<std::string> kFamilies = {"evm", "utxo", "xrpl", "stellar"};

std::string family_of(const std::string& network) {
    static const std::map<std::string, std::string> kByNamespace = {
        {"eip155", "evm"}, {"bip122", "utxo"}, {"xrpl", "xrpl"}, {"stellar", "stellar"}};
    const auto found = kByNamespace.find(network.substr(0, network.find(':')));
    return found == kByNamespace.end() ? "" : found->second;
}

// Whether the story ends with a deposit of this fault on this family.
bool shows(const std::string& scenario, const std::string& fault, const std::string& family) {
    const Json file = read_fixture("scenarios/" + scenario + ".json");
    const Json book = read_fixture("book.json");
    std::map<std::string, std::string> families;
    for (const Json& step : file.at("when")) {
        if (step.value("do", "") != "block") continue;
        const std::string network = step.at("network").get<std::string>();
        for (const Json& transfer : step.value("transfers", Json::array())) {
            families[transfer.value("name", "")] =
                family_of(book.at("networks").value(network, network));
        }
    }
    const Json deposits = file.at("then").value("deposits", Json::object());
    for (const auto& [name, wanted] : deposits.items()) {
        if (wanted.value("fault", "") == fault && families[name] == family) return true;
    }
    return false;
}

TEST(Faults, each_has_scenarios_or_a_reason_on_every_family) {
    const Json table = read_fixture("faults.json");
    EXPECT_EQ(table.size(), kEnumNames<Fault>.size());
    for (const std::string_view name : kEnumNames<Fault>) {
        const std::string fault(name);
        ASSERT_TRUE(table.contains(fault)) << fault;
        for (const std::string& family : kFamilies) {
            SCOPED_TRACE(fault + " on " + family);
            const Json cell = table.at(fault).value(family, Json());
            if (cell.is_string()) {
                EXPECT_FALSE(cell.get<std::string>().empty());
                continue;
            }
            ASSERT_TRUE(cell.is_array());
            EXPECT_FALSE(cell.empty());
            for (const Json& scenario : cell) {
                EXPECT_TRUE(shows(scenario.get<std::string>(), fault, family)) << scenario;
            }
        }
    }
}

}  // namespace
}  // namespace homing
