using System.Text;
using System.Text.RegularExpressions;

namespace Provider.Tests.Content;

/// <summary>
/// What is mounted becomes a Secret of type kubernetes.io/tls by the driver's rules, and OpenSSL takes it.
/// </summary>
public sealed partial class TlsSecretTests : IDisposable
{
    private readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [Theory]
    [InlineData("rsa:2048", true)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", false)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", true)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-384", false)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-521", true)]
    public void A_chain_that_openssl_issued_is_verified_by_openssl(string key, bool isPfx)
    {
        Issue("root", key, issuer: null);
        Issue("middle", key, issuer: "root");
        Issue("leaf", key, issuer: "middle");
        var value = isPfx ? Pfx() : Text("root.pem", "leaf.key", "leaf.pem", "middle.pem");

        var mounted = Case.Certificate(isPfx ? Case.Pkcs12 : Case.PemFile).Text(value);

        var (certificate, privateKey) = Synced(mounted);
        Assert.Equal(Text("leaf.pem", "middle.pem", "root.pem"), certificate);
        workshop.Put("tls.crt", Encoding.ASCII.GetBytes(certificate));
        workshop.Put("tls.key", Encoding.ASCII.GetBytes(privateKey));
        // The first certificate of the file is the leaf, and the rest leads to the root.
        Assert.Contains(
            "OK", Encoding.ASCII.GetString(workshop.OpenSsl("verify -CAfile root.pem -untrusted tls.crt tls.crt")),
            StringComparison.Ordinal);
        Assert.Equal(workshop.OpenSsl("x509 -in tls.crt -noout -pubkey"), workshop.OpenSsl("pkey -in tls.key -pubout"));
    }

    [Fact]
    public void Split_files_are_a_tls_secret_too()
    {
        const string Key = "ec -pkeyopt ec_paramgen_curve:P-256";
        Issue("root", Key, issuer: null);
        Issue("middle", Key, issuer: "root");
        Issue("leaf", Key, issuer: "middle");

        var files = (Case.Certificate(Case.Pkcs12) with { Split = true }).Make(Pfx()).Files;

        workshop.Put("tls.crt", files[0].Contents.ToArray());
        workshop.Put("tls.key", files[1].Contents.ToArray());
        workshop.OpenSsl("verify -CAfile root.pem -untrusted tls.crt tls.crt");
        Assert.Equal(workshop.OpenSsl("x509 -in tls.crt -noout -pubkey"), workshop.OpenSsl("pkey -in tls.key -pubout"));
    }

    // The driver's rule: every CERTIFICATE block in the file's order, and the last of the other blocks.
    private static (string Certificate, string Key) Synced(string file)
    {
        var blocks = Block().Matches(file).Select(match => match.Value).ToArray();
        return (
            string.Concat(blocks.Where(block => block.StartsWith("-----BEGIN CERTIFICATE", StringComparison.Ordinal))),
            blocks.Last(block => !block.StartsWith("-----BEGIN CERTIFICATE", StringComparison.Ordinal)));
    }

    private void Issue(string name, string key, string? issuer)
    {
        var extensions = $"-addext basicConstraints=critical,CA:{(name == "leaf" ? "FALSE" : "TRUE")}";
        var signer = issuer is null ? "" : $"-CA {issuer}.pem -CAkey {issuer}.key";
        if (issuer is null)
        {
            workshop.OpenSsl(
                $"req -x509 -newkey {key} -nodes -keyout {name}.key -out {name}.pem -subj /CN={name} -days 30 "
                + $"{extensions}");
            return;
        }

        workshop.OpenSsl($"req -newkey {key} -nodes -keyout {name}.key -out {name}.csr -subj /CN={name} {extensions}");
        workshop.OpenSsl($"x509 -req -in {name}.csr {signer} -copy_extensions copyall -days 30 -out {name}.pem");
    }

    private string Pfx()
    {
        workshop.Put("chain.pem", Encoding.ASCII.GetBytes(Text("root.pem", "middle.pem")));
        workshop.OpenSsl("pkcs12 -export -inkey leaf.key -in leaf.pem -certfile chain.pem -passout pass: -out f.pfx");
        return Convert.ToBase64String(workshop.Get("f.pfx"));
    }

    private string Text(params string[] names) =>
        string.Concat(names.Select(name => Encoding.ASCII.GetString(workshop.Get(name))));

    [GeneratedRegex("-----BEGIN [A-Z ]+-----\n[^-]+-----END [A-Z ]+-----\n")]
    private static partial Regex Block();
}
