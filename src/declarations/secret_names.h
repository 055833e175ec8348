#pragma once

#include <string_view>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// What the name of a stored secret says of its content.
struct SecretName {
  Kind kind = Kind::api_key;
  std::string_view provider;   ///< empty where no word names one
  bool is_identifier = false;  ///< a name, number or address rather than a credential: `AWS_REGION`
};

/// Reads names of every fashion: `SLACK_WEBHOOK_URL`, `slack-webhook.url`, `slackWebhookUrl`.
SecretName read_secret_name(std::string_view name);

}  // namespace nhiscan
