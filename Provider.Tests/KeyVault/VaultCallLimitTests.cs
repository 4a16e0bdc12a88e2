using Provider.Http;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>How many calls a vault gets at once, and how many for a response that passes by itself.</summary>
public sealed class VaultCallLimitTests
{
    private const int Versions = 40;
    private const int AtOnce = 16;

    [Fact]
    public async Task A_signing_key_that_stays_unresolved_costs_at_most_20_calls_in_8_seconds()
    {
        var time = new VirtualTime();
        var vault = new FakeVault().Refuses(
            "/secrets/name", 401, "Unauthorized", message: "AKV10046: Unable to resolve the key.");
        using var mount = new VaultMount(vault, time);

        var failure = await FailureAsync(mount, time);

        Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
        Assert.Contains("AKV10046", failure.Message, StringComparison.Ordinal);
        Assert.InRange(vault.Requests.Count, 2, 20);
        Assert.Single(vault.Tokens.Distinct());
    }

    [Fact]
    public async Task The_versions_of_a_history_are_read_sixteen_at_once()
    {
        var vault = new FakeVault();
        using var together = new Together(vault);
        using var mount = new VaultMount(together);
        var ids = Enumerable.Range(0, Versions).Select(number => $"v{number:00}").ToList();
        vault.Responds("/secrets/name/versions", $$"""{"value":[{{string.Join(',', ids.Select(Listed))}}]}""");
        ids.ForEach(id => vault.Responds(
            $"/secrets/name/{id}", $$"""{"id":"https://{{mount.Host}}/secrets/name/{{id}}","value":"x"}"""));

        var read = await mount.ReadAsync(VaultMount.Entry(history: Versions), Patience.Limit);

        Assert.Equal(Versions, read.Length);
        Assert.Equal(AtOnce, together.Most);
    }

    private static Task<MountException> FailureAsync(VaultMount mount, VirtualTime time) => time.RunAsync(
        async ended =>
        {
            using var deadline = CallDeadline.Begin(TimeSpan.FromSeconds(8), time);
            return await Assert.ThrowsAsync<MountException>(() => mount.ReadAsync(VaultMount.Entry(), ended));
        },
        TimeSpan.FromSeconds(8));

    private static string Listed(string id, int created) =>
        $$$"""{"id":"https://x/secrets/name/{{{id}}}","attributes":{"enabled":true,"created":{{{created}}}}}""";

    // Holds the reads of versions back until a whole batch has come.
    private sealed class Together(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource batch = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int inFlight;
        private int waiting;
        private int served;

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/versions", StringComparison.Ordinal))
            {
                await Come().WaitAsync(cancellationToken);
                Interlocked.Decrement(ref inFlight);
            }

            return await base.SendAsync(request, cancellationToken);
        }

        private Task Come()
        {
            lock (gate)
            {
                waiting++;
                Most = Math.Max(Most, Interlocked.Increment(ref inFlight));
                var full = batch;
                if (waiting >= Math.Min(AtOnce, Versions - served))
                {
                    served += waiting;
                    waiting = 0;
                    batch = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    _ = Task.Run(full.SetResult);
                }

                return full.Task;
            }
        }
    }
}
