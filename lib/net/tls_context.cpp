#include "net/tls_context.hpp"

#include <boost/asio/ip/address.hpp>

namespace pm::net {

namespace ssl = asio::ssl;

Result<ssl::context> client_context(const TlsTrust& trust) {
    ssl::context context{ssl::context::tls_client};
    boost::system::error_code error;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    // Credentials pass here: what was read is not left behind in the buffers of the record layer.
    SSL_CTX_set_options(context.native_handle(), SSL_OP_CLEANSE_PLAINTEXT);
    context.set_verify_mode(ssl::verify_peer, error);
    const auto path = trust.ca_dir.empty() ? std::string{"/etc/ssl/certs"} : trust.ca_dir;
    if (!error) context.add_verify_path(path, error);
    if (!error && !trust.ca_file.empty()) context.load_verify_file(trust.ca_file, error);
    if (error) return fail(Errc::bad_config, "trusted certificates: " + error.message());
    return context;
}

Result<ssl::context> server_context(const ServerIdentity& identity) {
    ssl::context context{ssl::context::tls_server};
    boost::system::error_code error;
    context.use_certificate_chain_file(identity.certificate_file, error);
    if (!error) context.use_private_key_file(identity.key_file, ssl::context::pem, error);
    if (error) return fail(Errc::bad_config, "server certificate: " + error.message());
    return context;
}

bool expect_host(SSL* connection, const std::string& host) {
    auto name = host;  // OpenSSL's macro casts the const away; this does what it does
    if (SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 name.data()) != 1) {
        return false;
    }
    auto* rules = SSL_get0_param(connection);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    boost::system::error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    return (not_an_address ? X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size())
                           : X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str())) == 1;
}

}  // namespace pm::net
