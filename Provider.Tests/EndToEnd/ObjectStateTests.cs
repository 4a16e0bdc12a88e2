using System.Security.Cryptography;
using Grpc.Core;
using Provider.Sandbox.Cloud.Vault;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Objects that a vault has in a state of their own: pending, disabled, or not at all.</summary>
public sealed class ObjectStateTests
{
    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_certificate_that_is_not_issued_yet_is_reported_with_the_operation_to_complete(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetPendingCertificate("web");

        var status = await stage.FailAsync(ValidRequest.Entries("objectName: web\nobjectType: cert"));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith("certificate-pending: objects[0] \"web\" (cert): ", status.Detail, StringComparison.Ordinal);
        Assert.Contains("merge the certificate operation", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_history_of_an_unknown_object_says_that_there_is_no_such_object(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");

        var status = await stage.FailAsync(
            ValidRequest.Entries("objectName: gone\nobjectType: key\nobjectVersionHistory: 2"));

        Assert.Equal(StatusCode.NotFound, status.StatusCode);
        Assert.Contains("demo.vault.azure.net has no such key", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_disabled_key_is_mounted_as_the_service_serves_it_and_the_log_says_so(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        stage.Vault.Disable(Collections.Keys, "one", stage.Vault.SetKey("one", key));

        var volume = await stage.MountAsync(ValidRequest.Entries("objectName: one\nobjectType: key"));

        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", volume.Files["one"].Text, StringComparison.Ordinal);
        Assert.Contains("the version is disabled in the vault", stage.Provider.Output, StringComparison.Ordinal);
    }
}
