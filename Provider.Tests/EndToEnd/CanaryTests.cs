using Provider.Sandbox.Cloud;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// Looks for values that must never be seen in everything the process writes, on good and on bad paths.
/// </summary>
public sealed class CanaryTests
{
    private const string Canary = "canary";

    [Theory]
    [InlineData("-v=0")]
    [InlineData("-v=2")]
    [InlineData("-v=5")]
    [InlineData("-v=10", "--log-format-json")]
    public async Task No_secret_and_no_token_is_ever_written(params string[] arguments)
    {
        await using var stage = await Stage.StartAsync("binary", arguments);
        stage.Vault.SetSecret("one", "canary-secret-value");
        var one = ValidRequest.Entries("objectName: one\nobjectType: secret");

        var volume = await stage.MountAsync(one);
        var messages = await MessagesAsync(stage, one);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(
            $"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Patience.Limit);
        await stage.Provider.StopAsync();

        Assert.Equal("canary-secret-value", volume.Files["one"].Text);
        Assert.All(messages, message => Assert.DoesNotContain(Canary, message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Canary, metrics, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Canary, stage.Provider.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("mounted", stage.Provider.Output, StringComparison.Ordinal);
        Assert.Contains("mount failed", stage.Provider.Output, StringComparison.Ordinal);
    }

    // What the driver is sent for each kind of failure.
    private static async Task<List<string>> MessagesAsync(Stage stage, string one)
    {
        var broken = stage.Request(one);
        broken.Attributes = "{\"canary\":";
        var messages = new List<string>
        {
            (await stage.FailAsync(
                ValidRequest.Entries("objectName: one\nobjectType: secret\nobjectEncoding: hex"))).Detail,
            (await stage.FailAsync(ValidRequest.Entries("objectName: gone\nobjectType: secret"))).Detail,
            (await stage.FailAsync(broken)).Detail,
        };
        foreach (var fault in Faults())
        {
            stage.Cloud.Faults.Clear();
            stage.Cloud.Faults.Add("vault", fault);
            messages.Add((await stage.FailAsync(stage.Request(one), TimeSpan.FromSeconds(2))).Detail);
            stage.Cloud.Faults.Clear();
            // A token that the vault refuses is forgotten, so that the next mount asks NMI again.
            stage.Cloud.Tokens.RevokeAll();
            messages.Add((await stage.FailAsync(stage.Request(one), TimeSpan.FromSeconds(4))).Detail);
            stage.Cloud.Faults.Add("nmi", fault);
            messages.Add((await stage.FailAsync(stage.Request(one), TimeSpan.FromSeconds(2))).Detail);
        }

        return messages;
    }

    // As a proxy, a broken service or NMI's own texts may give back what must not be seen.
    private static Fault[] Faults() =>
    [
        new Fault.Respond(200, "canary"),
        new Fault.Respond(200, "{\"value\":\"canary\",\"id\":\"canary\",\"token\":{\"access_token\":7,\"canary\":1}}"),
        new Fault.Respond(400, "{\"error\":{\"code\":\"canary code\",\"message\":\"canary\"}}"),
        new Fault.Respond(403, "adal: Failed to unmarshal canary", "text/plain"),
        new Fault.Respond(403,
            "{\"error\":{\"code\":\"Forbidden\",\"message\":\"canary\",\"innererror\":{\"code\":\"not canary!\"}}}"),
        new Fault.Respond(404, "canary", "text/plain"),
        new Fault.Respond(500, "canary", "text/plain"),
        new Fault.Truncate(),
        new Fault.Huge(10_000_000),
    ];
}
