#include "credentials/checksum.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/encoding.h"
#include "credentials/azure_checksum.h"

namespace nhiscan {
namespace {

std::string run(char c, std::size_t count) { return std::string().append(count, c); }

struct Vector {
  std::string algorithm;
  std::string secret;
};

std::vector<Vector> vectors() {
  const std::string routable = std::string("glpat") + "-" + run('A', 21);
  return {
      {"crc32-base62-6", "x_hello0zNvy2"},
      {"crc32-base62-6", std::string("ghp") + "_" + run('A', 30) + "0uCPlr"},
      {"crc32-base62-6", std::string("npm") + "_" + run('B', 30) + "1rpRcy"},
      {"crc32-base62-6", std::string("vcp") + "_" + run('C', 50) + "36hhrQ"},
      {"crc32-base62-6", std::string("nbp") + "_" + run('G', 30) + "2v8kSr"},
      {"github-pat",
       std::string("github") + "_pat_" + run('A', 22) + "_" + run('B', 53) + "0ImpdU"},
      {"crc32-hex-8", std::string("cfut") + "_" + run('D', 40) + "3f59d4f0"},
      {"crc32-hex-8", std::string("cfk") + "_" + run('E', 40) + "e0496f1a"},
      {"crc32-hex-8", std::string("zpka") + "_" + run('a', 32) + "_cab11777"},
      {"grafana", std::string("glsa") + "_" + run('F', 32) + "_bead5849"},
      {"gitlab-routable", routable + "GM6MQpvOjEKdTp6Cw" + ".01.121hce11m"},
      {"gitlab-routable",
       std::string("glrt") + "-t1_" + run('A', 21) + "G86MQpwOjJzCnQ6MQp1OnoQ" + ".01.180n2g25c"},
      {"confluent", "cflt" + run('A', 54) + "FZQbVQ"},
      {"confluent", "cflt" + run('A', 54) + "oe/02A"},
      {"azure-his-v1", run('A', 76) + "+ASt" + "vmNvzw=="},
      {"azure-his-v1", run('A', 76) + "ACDb" + "82KEzw=="},
      {"azure-his-v1", run('A', 76) + "+ABa" + "FflW/A=="},
      {"azure-his-v1", run('A', 76) + "APIM" + "YHvqDw=="},
      {"azure-his-v1", run('A', 44) + "AzFu" + "Zg7Zjw=="},
      {"azure-his-v1", run('A', 42) + "AzSe" + "AMowXB"},
      {"azure-his-v1", run('A', 42) + "+ACR" + "DEAsA3"},
      {"azure-his-v1", run('A', 33) + "AzCa" + "BCk0bg="},
      {"azure-his-v1", run('A', 33) + "+AEh" + "IkehBY="},
      {"azure-his-v1", run('A', 33) + "+ASb" + "LVJ3z4="},
      {"azure-his-v1", run('A', 33) + "AIoT" + "ApMIm8="},
      {"azure-his-v1", run('A', 33) + "AZEG" + "OdjEkM="},
      {"azure-cask", run('A', 52) + "JQQJ99AE" + run('A', 16) + "AZEG" + "1Mfk"},
      {"azure-cask", run('A', 52) + "JQQJ99AE" + run('A', 16) + "AZEG" + "1MfkWg=="},
      {"azure-cask", run('a', 52) + "JQQJ99ALN5Z0000LZENeS003" + "NUGT" + "3OrW"},
      {"entra-8q", std::string("zzz") + "8Q~" + run('z', 31) + "blP"},
      {"azure-devops-legacy", "aaagaaaaaaamshq" + run('a', 20) + "miaaaaaaaaaaaaaaa"},
      {"azure-devops-legacy", "aaajaaaaaaagtdq" + run('a', 20) + "moaaaaaaaaaaaaaaa"},
      {"age-bech32", std::string("AGE-SECRET") + "-KEY-1" + run('Q', 52) + "8H00W3"},
      {"age-bech32", std::string("AGE-SECRET") + "-KEY-PQ-1" + run('Q', 52) + "AE0WQE"},
      {"matrix", std::string("syt") + "_ZGVtbw_" + run('A', 20) + "_0dv1XH"},
      {"polar", std::string("polar_oat") + "_" + run('P', 37) + "3ddgA9"},
      {"atlassian", "ATBB" + run('A', 24) + "161F510F"},
      {"base58check", std::string("KwFfNUhSDaASSAwtG7ssQM1uVX8RgX5G") + "HWnnLfhfiQDigjioWXHH"},
      {"base58check", std::string("5HpjE2Hs7vjU4SN3YyPQCdhzCu92WoEe") + "uE6PWNuiPyTu3ESGnzn"},
  };
}

TEST_CASE("verify_checksum: accepts every published vector") {
  for (const Vector& vector : vectors()) {
    const std::string& algorithm = vector.algorithm;
    const std::string& secret = vector.secret;
    CAPTURE(algorithm);
    CAPTURE(secret);
    CHECK(knows_checksum(algorithm));
    CHECK(verify_checksum(algorithm, secret) == ChecksumResult::ok);
  }
}

TEST_CASE("verify_checksum: a changed character in the body never passes") {
  for (const Vector& vector : vectors()) {
    const std::string& algorithm = vector.algorithm;
    const std::string& secret = vector.secret;
    CAPTURE(algorithm);
    CAPTURE(secret);
    std::string changed = secret;
    const std::size_t middle = secret.size() / 2;
    changed[middle] = changed[middle] == 'a' ? 'b' : 'a';
    CHECK(verify_checksum(algorithm, changed) != ChecksumResult::ok);
  }
}

TEST_CASE("verify_checksum: a mismatch is bad, a foreign form unknown") {
  const std::string wrong = std::string("ghp") + "_" + run('A', 30) + "0uCPls";
  CHECK(verify_checksum("crc32-base62-6", wrong) == ChecksumResult::bad);
  CHECK(verify_checksum("azure-his-v1", run('A', 76) + "+ASt" + "vmNvzg==") == ChecksumResult::bad);
  CHECK(verify_checksum("azure-his-v1", run('A', 33) + "AZEG" + "OdjEkA=") ==
        ChecksumResult::unknown);
  CHECK(verify_checksum("gitlab-routable", "glpat-" + run('A', 20)) == ChecksumResult::unknown);
  CHECK(verify_checksum("entra-8q", "zzz" + std::string("7Q~") + run('z', 31)) ==
        ChecksumResult::unknown);
  CHECK(verify_checksum("no-such-algorithm", wrong) == ChecksumResult::unknown);
  CHECK_FALSE(knows_checksum("no-such-algorithm"));
}

TEST_CASE(
    "verify_checksum: an escaped equals sign counts as itself, and observed rules never say bad") {
  CHECK(verify_checksum("atlassian", "ATBB" + run('A', 24) + "161F5100") ==
        ChecksumResult::unknown);
  const std::string plain = "ATATT3" + run('A', 30) + "=";
  CHECK(verify_checksum("atlassian", plain + "00000000") == ChecksumResult::unknown);
}

TEST_CASE("supabase_key_belongs_to: only to the project whose name the hash covers") {
  const std::string key = std::string("sb") + "_secret_" + run('A', 22) + "_7cwZOLm2";
  CHECK(supabase_key_belongs_to("supabase-self-hosted", key));
  CHECK_FALSE(supabase_key_belongs_to("another-project", key));
  CHECK_FALSE(supabase_key_belongs_to("", ""));
}

TEST_CASE("verify_checksum: short and odd input is unknown for every algorithm") {
  for (const Vector& vector : vectors()) {
    const std::string& algorithm = vector.algorithm;
    for (const std::string odd : {"", "_", ".", "1", "gl", "=====", "\xff\xfe"}) {
      CAPTURE(algorithm);
      CHECK(verify_checksum(algorithm, odd) != ChecksumResult::ok);
    }
  }
}

TEST_CASE("identify_azure_key: names the service and the role that the seed stands for") {
  const auto key = identify_azure_key(run('A', 76) + "ACDb" + "82KEzw==");
  REQUIRE(key);
  CHECK(key->service == "Cosmos DB");
  CHECK(key->seed == "MastRW00");
  CHECK_FALSE(identify_azure_key(run('A', 86)));
}

TEST_CASE("marvin32: agrees with the published vectors") {
  CHECK(marvin32("abc", 0xD53CD9CECD0893B7) == 0x6BE02A86);
  // Published are the 64 bits; the 32 are their halves, combined.
  CHECK(marvin32("abcdefghijklmnopqrstuvwxyz", 0x0DDDDEEEEFFFF000) == (0xA128EB7EU ^ 0x7260ACA2U));
}

TEST_CASE("crc32: IEEE 802.3") {
  CHECK(crc32("hello") == 0x3610A686);
  CHECK(crc32("123456789") == 0xCBF43926);
  CHECK(crc32("") == 0);
}

TEST_CASE("verify_bip39: the last word holds the checksum") {
  const auto repeated = [](const std::string& word, int times, const std::string& last) {
    std::string phrase;
    for (int i = 0; i < times; ++i)
      phrase += word + " ";
    return phrase + last;
  };
  using enum ChecksumResult;
  CHECK(verify_checksum("bip39", repeated("abandon", 11, "about")) == ok);
  CHECK(verify_checksum("bip39", repeated("abandon", 23, "art")) == ok);
  CHECK(verify_checksum("bip39", repeated("zoo", 11, "wrong")) == ok);
  CHECK(verify_checksum("bip39", repeated("zoo", 23, "vote")) == ok);
  CHECK(verify_checksum("bip39", repeated("abandon", 11, "abandon")) == bad);
  CHECK(verify_checksum("bip39", repeated("abandon", 11, "abandoned")) == bad);
  CHECK(verify_checksum("bip39", repeated("abandon", 12, "about")) == unknown);
  CHECK(verify_checksum("bip39", repeated("abandon", 300, "about")) == unknown);
  CHECK(verify_checksum("bip39", "") == unknown);
}

}  // namespace
}  // namespace nhiscan
