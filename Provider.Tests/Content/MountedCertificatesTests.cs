using Grpc.Core;
using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Content;

/// <summary>Certificates through the whole provider: flags, slow conversions, and those that fail.</summary>
public sealed class MountedCertificatesTests
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pem = Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Split_files_and_notes_follow_the_flags(string kind)
    {
        await using var stage = await Stage.StartAsync(kind, "--write-cert-and-key-in-separate-files=true");
        stage.Vault.SetCertificateSecret("web", Pem, Case.PemFile);
        stage.Vault.SetCertificateSecret("loose", TestChain.Pem(Chain.Root, Chain.Leaf), Case.PemFile);

        var volume = await stage.MountAsync(
            ValidRequest.Entries("objectName: web\nobjectType: secret", "objectName: loose\nobjectType: secret"));

        Assert.Equal(["loose", "loose.crt", "web", "web.crt", "web.key"], volume.Files.Keys);
        Assert.Equal(Chain.LeafKeyPem, volume.Files["web.key"].Text);
        await stage.Provider.StopAsync();
        Assert.Contains("mounted with a warning", stage.Provider.Output, StringComparison.Ordinal);
        Assert.Contains("do not make one chain", stage.Provider.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chains_stay_as_they_are_where_the_flag_is_off()
    {
        await using var stage = await Stage.StartAsync("here", "--construct-pem-chain=false");
        var value = TestChain.Pem(Chain.Root, Chain.Upper, Chain.Lower, Chain.Leaf);
        stage.Vault.SetCertificateSecret("web", value, Case.PemFile);

        Assert.Equal(value,
            (await stage.MountAsync(ValidRequest.Entries("objectName: web\nobjectType: secret"))).Files["web"].Text);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Conversions_that_take_too_long_end_the_mount_in_a_final_status_in_time(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        var slow = File.ReadAllText(
            Path.Combine(Repository.Root, "Provider.Tests", "Content", "Certificates", "dos-590000-mac.pfx.b64"))
            .TrimEnd('\n');
        // The same file as 33 values, since line ends do not count in base64: several seconds in all.
        var names = Enumerable.Range(0, 33).Select(number => $"slow-{number}").ToArray();
        for (var number = 0; number < names.Length; number++)
        {
            stage.Vault.SetCertificateSecret(names[number], slow + new string('\n', number), Case.Pkcs12);
        }

        stage.Vault.SetSecret("plain", "1");
        var entries = ValidRequest.Entries([.. names.Select(name => $"objectName: {name}\nobjectType: secret")]);

        var status = await stage.FailAsync(stage.Request(entries), TimeSpan.FromSeconds(3));

        Assert.StartsWith("mount-timeout: ", status.Detail, StringComparison.Ordinal);
        Assert.Equal(
            "1", (await stage.MountAsync(
                ValidRequest.Entries("objectName: plain\nobjectType: secret"))).Files["plain"].Text);
    }

    [Fact]
    public async Task What_cannot_be_converted_is_reported_without_being_shown()
    {
        await using var stage = await Stage.StartAsync("here");
        var value = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret"));
        stage.Vault.SetCertificateSecret("web", value, Case.Pkcs12);

        var status = await stage.FailAsync(ValidRequest.Entries("objectName: web\nobjectType: secret"));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith("certificate-unreadable: the certificate of objects[0] \"web\" is protected by a password",
            status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(value[..16], status.Detail + stage.Provider.Output, StringComparison.Ordinal);
    }
}
