using System.Collections.Immutable;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// The main path over a real socket, real TLS and the stand-in cloud, in this process and as the built binary.
/// </summary>
public sealed class MountTests
{
    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_class_with_pod_identity_is_mounted(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        var old = stage.Vault.SetSecret("pinned", "old");
        stage.Vault.SetSecret("pinned", "new");
        var password = stage.Vault.SetSecret("password", "p<a>s&s \u00e9\n");
        var binary = stage.Vault.SetSecret("binary", "AAECAw==");
        var hex = stage.Vault.SetSecret("hex", "00ff");

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: password\nobjectType: secret",
            $"objectName: pinned\nobjectType: secret\nobjectVersion: {old}\nobjectAlias: config/pinned.txt",
            "objectName: binary\nobjectType: Secret\nobjectEncoding: base64\nfilePermission: \"0400\"",
            "objectName: hex\nobjectType: secret\nobjectEncoding: HEX"));

        Assert.Equal(["binary", "config/pinned.txt", "hex", "password"], volume.Files.Keys);
        Assert.Equal("p<a>s&s \u00e9\n", volume.Files["password"].Text);
        Assert.Equal("old", volume.Files["config/pinned.txt"].Text);
        Assert.Equal([0, 1, 2, 3], volume.Files["binary"].Contents.ToArray());
        Assert.Equal([0, 255], volume.Files["hex"].Contents.ToArray());
        Assert.Equal((UnixFileMode)256, volume.Files["binary"].Mode);
        Assert.Equal((UnixFileMode)420, volume.Files["password"].Mode);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["secret/binary"] = binary, ["secret/hex"] = hex, ["secret/password"] = password,
                ["secret/pinned"] = old,
            },
            volume.Versions);
    }

    [Fact]
    public async Task The_calls_to_nmi_and_the_vault_are_exactly_as_documented()
    {
        await using var stage = await Stage.StartAsync("binary", "--custom-user-agent=fleet/7");
        stage.Vault.SetSecret("one", "1");

        await stage.MountAsync(OneSecret);

        var nmi = Assert.Single(stage.Cloud.Calls.All, call => call.Service == "nmi");
        Assert.Equal(
            ("GET", "/host/token/", "?resource=https%3A%2F%2Fvault.azure.net"), (nmi.Method, nmi.Path, nmi.RawQuery));
        Assert.Equal(("shop", "app-0"), (nmi.Headers["podns"], nmi.Headers["podname"]));
        Assert.False(nmi.Headers.ContainsKey("Metadata"));
        var vault = stage.Cloud.Calls.All.Where(call => call.Service == "vault").ToList();
        Assert.Equal([200], vault.Select(call => call.Status));
        Assert.All(vault, call => Assert.Equal("/secrets/one/", call.Path.TrimEnd('/') + "/"));
        Assert.All(vault, call => Assert.True(call.Query.ContainsKey("api-version")));
        Assert.All(stage.Cloud.Calls.All, call => Assert.Matches(
            @"^secrets-store-csi-driver-provider-azure/\d+\.\d+\.\d+ \(linux\) fleet/7$", call.Headers["User-Agent"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_identity_that_is_assigned_late_is_waited_for(string kind)
    {
        await using var stage = await Stage.StartWithoutNmiAsync(kind);
        stage.Vault.SetSecret("one", "1");

        var mounting = stage.MountAsync(OneSecret);
        await stage.Cloud.Nmi.StartAsync();
        await stage.Cloud.Calls.WaitForAsync("nmi", 1, Patience.Limit);
        stage.Assign();

        Assert.Equal("1", (await mounting).Files["one"].Text);
        Assert.Equal([404, 200], stage.Cloud.Calls.All.Where(call => call.Service == "nmi").Select(call => call.Status)
            .Distinct());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_nmi_the_mount_ends_before_its_caller_gives_up_and_says_so(string kind)
    {
        await using var stage = await Stage.StartWithoutNmiAsync(kind);

        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(4));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith(
            "nmi-unreachable: could not connect to NMI at http://127.0.0.1:", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_identity_that_is_never_assigned_is_reported_with_what_to_look_at(string kind)
    {
        await using var stage = await Stage.StartWithoutNmiAsync(kind);
        await stage.Cloud.Nmi.StartAsync();

        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(4));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.Matches("^pod-identity-not-assigned: NMI found no identity assigned to pod shop/app-0 for [0-9.]+ s\\.",
            status.Detail);
        Assert.Contains("aadpodidbinding", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_vault_is_waited_for_as_it_asks()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(429, Headers: Headers(("Retry-After", "1"))), times: 1);

        Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
        Assert.Equal([429, 200], stage.Cloud.Calls.All.Where(call => call.Service == "vault" && call.Status != 401)
            .Select(call => call.Status));
    }

    [Fact]
    public async Task A_vault_that_asks_to_wait_for_longer_than_the_mount_has_ends_it_at_once()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(429, Headers: Headers(("Retry-After", "60"))));
        stage.Cloud.Calls.Clear();

        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(30));
        var again = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(30));

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith("vault-throttled: ", status.Detail, StringComparison.Ordinal);
        Assert.Contains("asks to wait 60 s", status.Detail, StringComparison.Ordinal);
        Assert.Matches(
            "^vault-throttled: .*next request may be sent in (60|[345][0-9]) s, so none was sent", again.Detail);
        Assert.Equal(1, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task A_vault_that_hangs_ends_the_mount_in_a_final_status_in_time()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add("vault", new Fault.Hang());

        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(4));

        Assert.StartsWith("vault-timeout: objects[0] \"one\" (secret): demo.vault.azure.net did not respond",
            status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Vaults["evil"].SetSecret("one", "evil");
        stage.Cloud.Faults.Add(
            "vault",
            new Fault.Respond(
                302, Headers: Headers(("Location", "https://evil.vault.azure.net/secrets/one?api-version=7.6"))));

        var status = await stage.FailAsync(OneSecret);

        Assert.StartsWith("vault-failed: ", status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Cloud.Calls.All, call => call.Host.StartsWith("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://graph.microsoft.com")]
    [InlineData("https://evil.example")]
    public async Task A_challenge_for_another_resource_is_refused_and_gets_no_other_token(string resource)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(401, Headers: Headers(
            ("WWW-Authenticate",
                $"Bearer authorization=\"https://login.microsoftonline.com/x\", resource=\"{resource}\""))));

        var status = await stage.FailAsync(OneSecret);

        Assert.StartsWith(
            $"token-resource-refused: objects[0] \"one\" (secret): the vault asked for a token for \"{resource}\"",
            status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, stage.Cloud.Calls.Count("vault"));
        Assert.All(stage.Cloud.Calls.All.Where(call => call.Service == "nmi"),
            call => Assert.Equal("https://vault.azure.net", call.Query["resource"]));
    }

    private static ImmutableDictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        headers.ToImmutableDictionary(pair => pair.Name, pair => pair.Value);
}
