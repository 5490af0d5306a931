#include "matcher/naming.h"

#include <algorithm>

namespace homing {
namespace {

bool is_open_at(const Route& route, Time time) {
    return route.since <= time && (!route.until || time < *route.until);
}

bool is_muxed_beside(const MemoReading& reading) {
    return std::find(reading.steps.begin(), reading.steps.end(), kMuxedBesideMemo) !=
           reading.steps.end();
}

}  // namespace

Naming name_by_memo(const std::vector<MemoRoute>& routes, Time time) {
    std::vector<MemoRoute> live;
    for (const bool open : {true, false}) {
        if (!live.empty()) break;
        std::copy_if(routes.begin(), routes.end(), std::back_inserter(live),
                     [&](const MemoRoute& r) {
                         return open ? is_open_at(r.route, time) : r.route.since <= time;
                     });
    }
    Naming naming;
    if (live.empty()) return naming;
    const auto best = std::min_element(
        live.begin(), live.end(),
        [](const MemoRoute& a, const MemoRoute& b) { return a.reading.grade < b.reading.grade; });
    naming.grade = best->reading.grade;
    naming.steps = best->reading.steps;
    for (const MemoRoute& found : live) {
        const bool counts = found.reading.grade == naming.grade || is_muxed_beside(found.reading);
        if (counts && found.route.account != best->route.account) naming.ambiguous = true;
        if (found.reading.grade == naming.grade) naming.routes.push_back(found.route);
    }
    if (!naming.ambiguous) naming.account = best->route.account;
    return naming;
}

}  // namespace homing
