using System.Collections.Immutable;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;
using Provider.Tests.Model;
using Provider.Tests.Telemetry;

namespace Provider.Tests.KeyVault;

/// <summary>One mount's reads of a fake vault.</summary>
internal sealed class VaultMount : IDisposable
{
    private static int vaults;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    public VaultMount(HttpMessageHandler vault, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        Measured = new Measured(this.time);
        VaultName = $"vault{Interlocked.Increment(ref vaults)}";
        client = new HttpClient(vault);
    }

    public string VaultName { get; }

    /// <summary>The metrics of this mount.</summary>
    public Measured Measured { get; }

    public string Host => $"{VaultName}.vault.azure.net";

    public static ObjectEntry Entry(
        ObjectType type = ObjectType.Secret, string name = "name", string? version = null, int history = 1,
        int index = 0) =>
        new(index, name, type, Paths.Of(name), version, history, ObjectFormat.Default, ObjectEncoding.Utf8,
            FilePermission.FromOctal("0644")!.Value);

    /// <summary>What the vault holds for one entry.</summary>
    public async Task<ImmutableArray<VaultObject>> ReadAsync(ObjectEntry entry, CancellationToken? limit = null) =>
        (await ReadAllAsync([entry], limit))[0];

    public Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAllAsync(
        ObjectEntry[] entries, CancellationToken? limit = null, VolumeSize? size = null)
    {
        var plan = new MountPlan(
            new PodReference("shop", "app-0", "uid", "app"), "shop-secrets", Cloud.Public, VaultName, null,
            new AccessMode.PodIdentity(), [.. entries]);
        var settings = new CallSettings(new HttpClientTransport(client), "test", time, NullLogger.Instance);
        var vaults = new VaultClient(settings, new VaultGates(64, _ => 64, time), Measured.Metrics.Vaults, time);
        return new VaultReader(
            vaults, new SharedReads(TimeSpan.Zero, time), new ReadLimits(20, 4 * 1024 * 1024), Measured.Metrics.Vaults,
            time, NullLogger<VaultReader>.Instance)
            .ReadAsync(
                plan, new SecretText("token"), isRemount: false, limit ?? TestContext.Current.CancellationToken, size);
    }

    /// <summary>How the read of one entry fails.</summary>
    public Task<MountException> FailsAsync(ObjectEntry entry, CancellationToken? limit = null) =>
        Assert.ThrowsAsync<MountException>(() => ReadAsync(entry, limit));

    public void Dispose()
    {
        Measured.Dispose();
        client.Dispose();
    }
}
