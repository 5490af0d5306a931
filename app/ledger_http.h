#pragma once

#include "app/http_client.h"
#include "app/ledger.h"

namespace homing {

// The ledger port over HTTP: GET /v1/credits?network&txid&index answers {"credited": "yes", "no" or
// "unknown", "key"?, "id"?}; POST /v1/credits with Idempotency-Key answers {"id"}.
class HttpLedger : public Ledger {
  public:
    // The token goes out as a bearer token; empty: none.
    HttpLedger(std::string url, std::string token, Duration deadline);

    Result<LedgerAnswer> ask(const LedgerSubject& subject) override;
    Result<std::string> deliver(const OutboxMessage& message) override;
    std::string name() const override { return url_; }

  private:
    Result<HttpAnswer> send(HttpCall call);

    std::string url_;
    std::string token_;
    Duration deadline_;
    HttpClient http_;
};

}  // namespace homing
