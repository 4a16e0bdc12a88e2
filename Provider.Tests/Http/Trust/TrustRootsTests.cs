using Microsoft.Extensions.Time.Testing;
using Provider.Http;
using Provider.Http.Failures;
using Provider.Http.Trust;
using Provider.Telemetry;
using Provider.Tests.Identity;

namespace Provider.Tests.Http.Trust;

/// <summary>Which servers are trusted, over real TLS on loopback with files of this test.</summary>
public sealed class TrustRootsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trust-");
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter log = new();
    private readonly TestAuthority ours = new("Ours");
    private readonly TestAuthority other = new("Other");

    private string Bundle => TrustBundle.In(folder);

    private string Folder => Path.Combine(folder.FullName, "folder");

    public void Dispose()
    {
        ours.Dispose();
        other.Dispose();
        log.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("a file alone", true, false)]
    [InlineData("a folder alone", false, true)]
    [InlineData("a file and a folder", true, true)]
    public async Task What_is_named_is_trusted_and_nothing_else(string named, bool isOursTrusted, bool isOtherTrusted)
    {
        File.WriteAllText(Bundle, ours.Pem);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "other.crt"), other.Pem);
        var roots = Roots(named == "a folder alone" ? [] : [Bundle], named == "a file alone" ? [] : [Folder]);

        Assert.Equal(
            (isOursTrusted, isOtherTrusted), (await TrustsAsync(roots, ours), await TrustsAsync(roots, other)));
    }

    [Fact]
    public async Task A_folder_is_read_only_for_a_chain_that_the_file_does_not_complete()
    {
        File.WriteAllText(Bundle, ours.Pem);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(
            Path.Combine(Folder, "broken.pem"), "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
        File.WriteAllText(Path.Combine(Folder, "other.pem"), other.Pem);
        var roots = Roots([Bundle], [Folder]);

        Assert.True(await TrustsAsync(roots, ours));
        Assert.Empty(log.ToString());
        Assert.True(await TrustsAsync(roots, other));
        Assert.Contains("broken.pem", log.ToString(), StringComparison.Ordinal);
        Assert.True(await TrustsAsync(roots, ours));
    }

    [Fact]
    public async Task An_expired_authority_of_the_file_does_not_hide_its_successor_in_a_folder()
    {
        using var expired = new TestAuthority("Ours", TimeSpan.FromDays(-2));
        File.WriteAllText(Bundle, expired.Pem);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "ours.pem"), ours.Pem);

        Assert.True(await TrustsAsync(Roots([Bundle], [Folder]), ours));
    }

    [Fact]
    public async Task Without_any_certificate_nothing_is_trusted_and_an_error_is_logged()
    {
        var roots = Roots([Bundle], [Folder]);

        roots.Load();

        Assert.Matches($"^E.*no certificate authority was found.* looked=\"{Bundle}, {Folder}\"\n$", log.ToString());
        Assert.False(await TrustsAsync(roots, ours));
    }

    [Theory]
    [InlineData("broken base64")]
    [InlineData("not a certificate")]
    [InlineData("no end")]
    [InlineData("expired")]
    [InlineData("CRLF")]
    [InlineData("byte-order mark")]
    [InlineData("text between")]
    [InlineData("trusted certificate")]
    public async Task What_comes_before_a_certificate_in_a_bundle_does_not_hide_it(string kind)
    {
        using var expired = new TestAuthority("Ours", TimeSpan.FromDays(-2));
        var before = kind switch
        {
            "broken base64" => "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
            "not a certificate" => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "no end" => "-----BEGIN CERTIFICATE-----\nAAAA\n",
            "expired" => expired.Pem,
            "CRLF" => "# Other\r\n\r\n",
            "byte-order mark" => "\uFEFF",
            "text between" => "Certificate:\n    Issuer: -----BEGIN CERTIFICATE----- of no use\n",
            _ => other.Pem.Replace("BEGIN CERT", "BEGIN TRUSTED CERT", StringComparison.Ordinal)
                .Replace("END CERT", "END TRUSTED CERT", StringComparison.Ordinal),
        };
        File.WriteAllText(Bundle, before + (kind == "CRLF" ? ours.Pem.ReplaceLineEndings("\r\n") : ours.Pem));
        var roots = Roots([Bundle], []);

        Assert.True(await TrustsAsync(roots, ours));

        var isBroken = kind is "broken base64" or "not a certificate" or "no end";
        var lines = log.ToString();
        Assert.False(await TrustsAsync(roots, other));
        Assert.Matches(isBroken ? $"^W.*skipped\" files=\"{Bundle} .1.\"\n$" : "^$", lines);
    }

    [Fact]
    public async Task A_certificate_in_der_is_read()
    {
        Directory.CreateDirectory(Folder);
        var (ourPem, otherPem) = (ours.Pem, other.Pem);
        File.WriteAllBytes(Path.Combine(Folder, "two.der"), [.. Der(ourPem), .. Der(otherPem)]);
        var roots = Roots([], [Folder]);

        Assert.Equal((true, true), (await TrustsAsync(roots, ours), await TrustsAsync(roots, other)));
    }

    [Theory]
    [InlineData("renamed")]
    [InlineData("in place")]
    [InlineData("ConfigMap")]
    public async Task A_bundle_that_is_replaced_counts_within_seconds_where_it_is_missed(string way)
    {
        TrustBundle.Write(folder, way, ours.Pem, "..1");
        var roots = Roots([Bundle], []);
        Assert.Equal((true, false), (await TrustsAsync(roots, ours), await TrustsAsync(roots, other)));

        TrustBundle.Write(folder, way, other.Pem, "..2");
        time.Advance(TrustRoots.RetryDelay);

        Assert.True(await TrustsAsync(roots, other));
        Assert.False(await TrustsAsync(roots, ours));
    }

    [Fact]
    public async Task An_authority_that_is_removed_is_trusted_no_longer()
    {
        File.WriteAllText(Bundle, other.Pem + ours.Pem);
        var roots = Roots([Bundle], []);
        Assert.True(await TrustsAsync(roots, ours));

        File.WriteAllText(Bundle, other.Pem);

        Assert.False(await TrustsAsync(roots, ours));
        Assert.True(await TrustsAsync(roots, other));
    }

    [Fact]
    public async Task An_intermediate_of_the_bundle_completes_a_chain()
    {
        using var intermediate = ours.Subordinate("Between");
        File.WriteAllText(Bundle, intermediate.Pem + ours.Pem);
        var roots = Roots([Bundle], []);

        Assert.True(await TrustsAsync(roots, intermediate));
    }

    [Fact]
    public void The_environment_names_file_and_folders_and_the_system_what_it_does_not_name()
    {
        var own = TrustLocations.Read(name => name == "SSL_CERT_FILE" ? "/a" : "/b:/c");
        var system = TrustLocations.Read(_ => "");

        Assert.Equal(["/a"], own.Files);
        Assert.Equal(["/b", "/c"], own.Folders);
        Assert.Contains("/etc/ssl/certs/ca-certificates.crt", system.Files);
        Assert.Contains("/etc/ssl/certs", system.Folders);
    }

    [Fact]
    public void A_file_is_read_once_whatever_links_lead_to_it()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "ours.pem"), ours.Pem);
        File.CreateSymbolicLink(Path.Combine(Folder, "0a1b2c3d.0"), "ours.pem");
        File.WriteAllText(Bundle, ours.Pem + other.Pem);
        File.CreateSymbolicLink(Path.Combine(Folder, "bundle.crt"), Bundle);

        Assert.Equal(2, TrustIndex.Read(new TrustLocations([Bundle], [Folder]), isWhole: true).Count);
    }

    private static byte[] Der(string pem)
    {
        var fields = System.Security.Cryptography.PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private TrustRoots Roots(string[] files, string[] folders) =>
        new(new TrustLocations([.. files], [.. folders]), time)
        {
            Log = new LineLoggerProvider(log, LogFormat.Text, time).CreateLogger("Provider.Http.Trust.TrustRoots"),
        };

    private static async Task<bool> TrustsAsync(TrustRoots roots, TestAuthority authority)
    {
        await using var server = await ClusterServer.StartAsync(authority.Issue("localhost"));
        using var client = Transports.Client(Transports.CloudHandler(null, roots));
        try
        {
            using var response = await client.GetAsync(new Uri($"https://localhost:{server.Port}/"), Patience.Limit);
            return true;
        }
        catch (HttpRequestException error) when (CallFailure.Of(error).Kind == CallFailureKind.Untrusted)
        {
            return false;
        }
    }
}
