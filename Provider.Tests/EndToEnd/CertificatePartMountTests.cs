using Grpc.Core;
using Provider.Tests.Content;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Parts of a certificate over the socket: one call, whatever the form in the vault.</summary>
public sealed class CertificatePartMountTests
{
    private static readonly TestChain Chain = TestChain.Shared;

    [Theory]
    [InlineData("here", "application/x-pem-file")]
    [InlineData("binary", "application/x-pkcs12")]
    public async Task Key_and_certificate_are_files_with_modes_of_their_own_and_one_call(string kind,
        string contentType)
    {
        await using var stage = await Stage.StartAsync(kind, "--write-cert-and-key-in-separate-files");
        stage.Vault.SetCertificateSecret("web", Value(contentType), contentType);

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: web\nobjectType: secret\nobjectPart: key\nobjectAlias: tls.key\nfilePermission: \"0400\"",
            "objectName: web\nobjectType: secret\nobjectPart: FullChain\nobjectAlias: tls.crt\n"
                + "filePermission: \"0444\""));

        Assert.Equal(["tls.crt", "tls.key"], volume.Files.Keys);
        Assert.Equal(TestChain.Pem(Chain.InOrder), volume.Files["tls.crt"].Text);
        Assert.Equal((UnixFileMode.UserRead, Chain.LeafKeyPem),
            (volume.Files["tls.key"].Mode, volume.Files["tls.key"].Text));
        Assert.Equal(["secret/web#tls.crt", "secret/web#tls.key"], volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task A_part_that_is_not_there_fails_the_mount_with_those_that_are()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetCertificateSecret("web", Chain.LeafKeyPem + TestChain.Pem(Chain.Leaf), "application/x-pem-file");

        var status = await stage.FailAsync(ValidRequest.Entries("objectName: web\nobjectType: secret\nobjectPart: ca"));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith(
            "certificate-part-missing: the certificate of objects[0] \"web\" has no part ca; "
            + "it has key, certificate, fullchain, all. ",
            status.Detail, StringComparison.Ordinal);
    }

    private static string Value(string contentType) => contentType.EndsWith("pkcs12", StringComparison.Ordinal)
        ? Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, Chain.InOrder))
        : Chain.LeafKeyPem + TestChain.Pem(Chain.InOrder);
}
