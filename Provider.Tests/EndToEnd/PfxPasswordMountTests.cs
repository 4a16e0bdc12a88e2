using System.Security.Cryptography.X509Certificates;
using Provider.Tests.Content;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>A PFX with a password over the socket: one call for the certificate, one for the password.</summary>
public sealed class PfxPasswordMountTests
{
    private static readonly TestChain Chain = TestChain.Shared;

    private static readonly string Entries = ValidRequest.Entries(
        "objectName: web\nobjectType: secret\nobjectFormat: pfx\nobjectEncoding: base64\npasswordObject: "
            + "password\nkeyAlias: web",
        "objectName: password\nobjectType: secret");

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_certificate_is_mounted_with_the_password_of_another_secret(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetCertificateSecret("web", Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder),
            "application/x-pem-file");
        stage.Vault.SetSecret("password", "open sesame");

        var volume = await stage.MountAsync(Entries);

        Assert.Equal(["password", "web"], volume.Files.Keys);
        var opened = X509CertificateLoader.LoadPkcs12Collection(volume.Files["web"].Contents.ToArray(), "open sesame");
        Assert.Equal(Chain.Leaf, Assert.Single(opened, certificate => certificate.HasPrivateKey).RawData);
        Assert.Equal(["secret/password", "secret/web#web"], volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task A_password_that_is_not_there_is_reported_by_its_name()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetCertificateSecret("web", Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder),
            "application/x-pem-file");

        var status = await stage.FailAsync(ValidRequest.Entries(
            "objectName: web\nobjectType: secret\npasswordObject: password\nobjectFormat: pfx"));

        Assert.StartsWith("object-not-found: objects[0] \"password\" (secret): ", status.Detail,
            StringComparison.Ordinal);
    }
}
