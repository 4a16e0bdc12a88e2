using Grpc.Core;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>A refused mount names the entry and the party that refused it.</summary>
public sealed class RefusedMountTests
{
    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [InlineData("here", "ForbiddenByRbac", "vault-forbidden")]
    [InlineData("binary", "AccessDenied", "vault-forbidden")]
    [InlineData("here", "ForbiddenByFirewall", "vault-network-forbidden")]
    public async Task A_refused_read_is_reported_by_who_refused_and_why(string kind, string inner, string code)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");
        stage.Vault.Refused[Stage.ClientId] = inner;

        var status = await stage.FailAsync(ValidRequest.Entries("objectName: one\nobjectType: secret"));

        Assert.Equal(StatusCode.PermissionDenied, status.StatusCode);
        Assert.StartsWith($"{code}: objects[0] \"one\" (secret): demo.vault.azure.net responded 403 {inner}",
            status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_entry_that_is_not_found_is_named(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");

        var status = await stage.FailAsync(ValidRequest.Entries(
            "objectName: gone\nobjectType: secret", "objectName: one\nobjectType: secret",
            "objectName: lost\nobjectType: secret"));

        Assert.Equal(StatusCode.NotFound, status.StatusCode);
        Assert.StartsWith(
            "object-not-found: objects[0] \"gone\" (secret): demo.vault.azure.net responded 404 SecretNotFound",
            status.Detail, StringComparison.Ordinal);
        Assert.EndsWith(
            "1 more failed: objects[2] \"lost\" (object-not-found)", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_vault_that_does_not_exist_is_named_where_the_proxy_refuses_to_connect_to_it(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);

        var status = await stage.FailAsync(
            stage.Request(ValidRequest.Entries("objectName: one\nobjectType: secret"), ("keyvaultName", "elsewhere")),
            TimeSpan.FromSeconds(4));

        Assert.StartsWith(
            "proxy-failed: objects[0] \"one\" (secret): could not connect to elsewhere.vault.azure.net: the proxy ",
            status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("here", "array: [", "objects-malformed: objects (line 2, column 1)")]
    [InlineData("binary", "array:\n  - |\n    objectName: [", "objects-malformed: objects[0]: is not YAML")]
    [InlineData("binary", "array:\n  - |\n    objectName: a\n    objectType: secrets\n",
        "entry-invalid: objects[0] \"a\" objectType: \"secrets\" is not a valid object type. "
        + "Write secret, key or cert.")]
    public async Task A_class_that_is_wrong_is_refused_before_any_call(string kind, string objects, string message)
    {
        await using var stage = await Stage.StartAsync(kind);

        var status = await stage.FailAsync(objects);

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith(message, status.Detail, StringComparison.Ordinal);
        Assert.Empty(stage.Cloud.Calls.All);
        Assert.Equal(0, stage.Cloud.Connections);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_unknown_value_of_a_parameter_is_refused_before_any_call(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);

        var status =
            await stage.FailAsync(ValidRequest.Entries("objectName: one\nobjectType: secret"),
                ("usePodIdentity", "yes"), ("cloudName", "Moon"));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("usePodIdentity: \"yes\" is neither true nor false", status.Detail, StringComparison.Ordinal);
        Assert.Contains("cloudName: \"Moon\" is not a valid cloud name", status.Detail, StringComparison.Ordinal);
        Assert.Empty(stage.Cloud.Calls.All);
    }

    [Fact]
    public async Task A_value_that_is_not_of_its_encoding_is_reported_without_being_shown()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "canary-not-base64");

        var status =
            await stage.FailAsync(ValidRequest.Entries("objectName: one\nobjectType: secret\nobjectEncoding: base64"));

        Assert.StartsWith("content-undecodable: the value of objects[0] \"one\" is not base64 text", status.Detail,
            StringComparison.Ordinal);
        Assert.DoesNotContain("canary", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_over_the_drivers_limit_is_refused_by_us_with_its_size()
    {
        await using var stage = await Stage.StartAsync("here", "--max-call-recv-msg-size=30000");
        stage.Vault.SetSecret("big", new string('x', 25_000));
        stage.Vault.SetSecret("small", new string('x', 5_000));

        var status = await stage.FailAsync(
            ValidRequest.Entries("objectName: small\nobjectType: secret", "objectName: big\nobjectType: secret"));

        Assert.StartsWith("response-too-large: the volume has 30", status.Detail, StringComparison.Ordinal);
        Assert.Contains("\"big\" with 25000", status.Detail, StringComparison.Ordinal);
    }
}
