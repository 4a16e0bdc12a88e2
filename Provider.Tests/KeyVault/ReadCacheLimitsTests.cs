using System.Collections.Immutable;
using Provider.KeyVault;
using Provider.Model;
using static Provider.Tests.KeyVault.ReadStage;

namespace Provider.Tests.KeyVault;

/// <summary>How much is cached of the reads of a node, and what that saves.</summary>
public sealed class ReadCacheLimitsTests : IDisposable
{
    private readonly ReadStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("value", 64 * 1024, 1)]
    [InlineData("value", (64 * 1024) + 1, 2)]
    [InlineData("tags", (64 * 1024) + 1, 2)]
    [InlineData("certificate", (64 * 1024) + 1, 2)]
    public async Task What_is_longer_than_an_object_of_a_vault_is_not_cached(string what, int length, int asks)
    {
        VaultObject read = what switch
        {
            "tags" => new VaultSecret("v", new SecretText(""), null, false) { Tags = new string('x', length) },
            "certificate" => new VaultCertificate("v", new byte[length]),
            _ => new VaultSecret("v", new SecretText(new string('x', length)), null, false),
        };
        await GetAsync(Key, read);
        await GetAsync(Key, read);

        Assert.Equal(asks, stage.Asked);
    }

    // Each is cached by its token and by its claims.
    [Theory]
    [InlineData(1_000, 1_000, 0)]
    [InlineData(150, 20_000, 130)]
    [InlineData(4_200, 1, 4_000)]
    [InlineData(400, 20_000, 350)]
    public async Task So_many_objects_of_a_length_rotate_within_the_bound_of_memory(int objects, int length, int least)
    {
        await stage.ProveAsync("p", "1");
        for (var round = 0; round < 2; round++)
        {
            stage.Asked = 0;
            for (var index = 0; index < objects; index++)
            {
                await GetAsync(Key with { Name = $"object-{index}" }, Value(new string('x', length))[0]);
            }
        }

        Assert.InRange(stage.Asked, least, least == 0 ? 0 : objects);
    }

    [Fact]
    public async Task Forty_pods_with_ten_objects_each_rotate_with_at_most_30_reads_in_75_seconds()
    {
        const int Pods = 40;
        const int Objects = 10;
        var between = TimeSpan.FromSeconds(75) / Pods;
        // One turn to fill, and one to count.
        for (var mount = 0; mount < 2 * Pods; mount++)
        {
            stage.Asked = mount == Pods ? 0 : stage.Asked;
            for (var index = 0; index < Objects; index++)
            {
                await stage.GetAsync(
                    TestToken.Of("workload", $"pod-{mount % Pods}"), key: Key with { Name = $"object-{index}" });
            }

            stage.Time.Advance(between);
        }

        Assert.InRange(stage.Asked, 20, 30);
    }

    private async Task GetAsync(ReadKey key, VaultObject read) =>
        await stage.RunAsync(stage.Read(TestToken.Of("p", "1"), key, (_, _) =>
        {
            stage.Asked++;
            return Task.FromResult<ImmutableArray<VaultObject>>([read]);
        }));
}
