using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>A provider without any certificate authority serves, and its log says what to do.</summary>
public sealed class TrustedAuthorityTests
{
    [Fact]
    public async Task A_provider_without_authorities_logs_an_error_soon_after_its_start()
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        await using var provider = await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, cloud, [], Patience.Limit,
            follow: text =>
            {
                if (text.Contains("no certificate authority was found", StringComparison.Ordinal))
                {
                    line.TrySetResult(text);
                }
            },
            environment: new Dictionary<string, string>
            {
                ["SSL_CERT_FILE"] = "/nonexistent/bundle.pem", ["SSL_CERT_DIR"] = "/nonexistent",
            });

        var error = await line.Task.WaitAsync(Patience.Limit);

        Assert.StartsWith("E", error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/bundle.pem, /nonexistent", error, StringComparison.Ordinal);
    }
}
