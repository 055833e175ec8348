#pragma once

#include <string_view>

#include "credentials/reading.h"

// One function for each name that a rule's `decode` may have; the table is in read.cc. Each fills
// what it can read and leaves the rest; none throws, and none stores secret bytes in a fact.
namespace nhiscan {

void read_age(const Reading& reading);
void read_algolia_secured(const Reading& reading);
void read_aws_key_id(const Reading& reading);
void read_aws_ses_smtp(const Reading& reading);
void read_azure_cask(const Reading& reading);
void read_azure_connection_string(const Reading& reading);
void read_azure_sas(const Reading& reading);
void read_base64_fields(const Reading& reading);
void read_basic_auth(const Reading& reading);
void read_database_uri(const Reading& reading);
void read_discord(const Reading& reading);
void read_fcm_sender(const Reading& reading);
void read_fields(const Reading& reading);
void read_flyio_macaroon(const Reading& reading);
void read_gitlab_routable(const Reading& reading);
void read_google_oauth_client_id(const Reading& reading);
void read_google_service_account(const Reading& reading);
void read_json_fields(const Reading& reading);
void read_jwk(const Reading& reading);
void read_jwt(const Reading& reading);
void read_keystore(const Reading& reading);
void read_keytab(const Reading& reading);
void read_meilisearch(const Reading& reading);
void read_meta_app(const Reading& reading);
void read_minisign(const Reading& reading);
void read_mode(const Reading& reading);
void read_openshift(const Reading& reading);
void read_otpauth(const Reading& reading);
void read_password_hash(const Reading& reading);
void read_pgp(const Reading& reading);
void read_presigned_url(const Reading& reading);
void read_private_key(const Reading& reading);
void read_pypi_macaroon(const Reading& reading);
void read_sentry_org(const Reading& reading);
void read_slack(const Reading& reading);
void read_ssh_certificate(const Reading& reading);
void read_stripe(const Reading& reading);
void read_supabase(const Reading& reading);
void read_telegram(const Reading& reading);
void read_wireguard(const Reading& reading);
void read_x509(const Reading& reading);
void read_x_bearer(const Reading& reading);

}  // namespace nhiscan
