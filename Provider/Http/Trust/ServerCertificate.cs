using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Http.Failures;
using Provider.Model;

namespace Provider.Http.Trust;

/// <summary>Determines why a server's certificate is not accepted; accepts only what .NET accepts.</summary>
internal static class ServerCertificate
{
    private const string ClockRemedy =
        "Check the clock of this node, and renew the server's certificate if it has expired.";
    private const string TrustRemedy =
        "If a proxy replaces certificates by its own, SSL_CERT_FILE on the provider must name a file with its "
        + "authority.";
    private const string NameRemedy = "Check the name, its DNS, and what is between this node and the server.";

    /// <summary>Throws a <see cref="ConnectionFailedException"/> with the reason.</summary>
    public static RemoteCertificateValidationCallback Check { get; } = (_, certificate, chain, errors) =>
        errors == SslPolicyErrors.None ? true : throw Refusal(certificate, chain, errors);

    /// <summary>Verifies with what the server sends and what is trusted, and without downloads.</summary>
    // A certificate names the addresses of its issuer and of revocation lists, so its author would choose which hosts
    // are called.
    public static X509ChainPolicy ChainPolicy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private static ConnectionFailedException Refusal(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
        {
            return Untrusted("it showed no certificate", NameRemedy);
        }

        var at = chain.ChainPolicy.VerificationTimeIgnored
            ? TimeProvider.System.GetUtcNow().UtcDateTime
            : chain.ChainPolicy.VerificationTime;
        foreach (var element in chain.ChainElements)
        {
            if (element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            {
                return Untrusted(NotNow(element.Certificate, at.ToUniversalTime()), ClockRemedy);
            }
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? Untrusted($"its certificate is for another name: {Names(leaf)}", NameRemedy)
            : Untrusted(
                $"its certificate is not trusted: the authority {Authority(chain, leaf)} is not one that this node "
                + $"trusts{Flags(chain)}",
                TrustRemedy);
    }

    private static ConnectionFailedException Untrusted(string reason, string remedy) =>
        new(new CallFailure(CallFailureKind.Untrusted, reason, remedy));

    private static string NotNow(X509Certificate2 certificate, DateTime now) =>
        $"its certificate {Quoted.Text(certificate.Subject)} is valid from {Time(certificate.NotBefore)} to"
        + $" {Time(certificate.NotAfter)}, and the time on this node is {Time(now)}";

    // The topmost certificate that was found: its issuer is the one that is missing or not trusted.
    private static string Authority(X509Chain chain, X509Certificate2 leaf) =>
        Quoted.Text((chain.ChainElements.LastOrDefault()?.Certificate ?? leaf).Issuer, longest: 200);

    private static string Flags(X509Chain chain)
    {
        var all = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
        return all is X509ChainStatusFlags.NoError or X509ChainStatusFlags.UntrustedRoot ? "" : $" ({all})";
    }

    private static string Names(X509Certificate2 leaf)
    {
        try
        {
            var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames()).Take(3).Select(name => Quoted.Text(name));
            return string.Join(", ", names) is { Length: > 0 } some ? some : Quoted.Text(leaf.Subject);
        }
        catch (CryptographicException)
        {
            // Not the encoding of names.
            return Quoted.Text(leaf.Subject);
        }
    }

    private static string Time(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
