using System.Collections.Immutable;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>Shared reads in virtual time, and how often the vault was asked.</summary>
internal sealed class ReadStage : IDisposable
{
    public static readonly VaultHost Demo = new("demo.vault.azure.net", 443);
    public static readonly ReadKey Key = new(Demo, ObjectType.Secret, "one", null, 1);

    private int asked;

    public ReadStage() => Reads = new SharedReads(TimeSpan.FromSeconds(30), Time);

    public VirtualTime Time { get; } = new();

    public SharedReads Reads { get; }

    /// <summary>How often the vault was asked, by reads without a response of their own.</summary>
    public int Asked
    {
        get => asked;
        set => asked = value;
    }

    public void Dispose() => Reads.Dispose();

    public static ImmutableArray<VaultObject> Value(string version) =>
        [new VaultSecret(version, new SecretText(version), null, false)];

    public static VaultReadException Status(int status) =>
        new(new MountException(ErrorCodes.VaultFailed, "canary"), status);

    public VaultCredential Credential(string principal, string signature) =>
        Reads.Credential(new SecretText(TestToken.Of(principal, signature)));

    /// <summary>Has the vault accept a token.</summary>
    public Task ProveAsync(string principal, string signature, VaultHost? vault = null) =>
        GetAsync(
            TestToken.Of(principal, signature), isRemount: false,
            Key with { Vault = vault ?? Demo, Name = $"proof of {signature}" });

    public async Task GetAsync(string token, bool isRemount = true, ReadKey? key = null) =>
        await RunAsync(Read(token, key, isRemount: isRemount));

    /// <summary>A read during which time goes on.</summary>
    public Task<SharedRead> RunAsync(MountRead read) => Time.RunAsync(ended => Reads.GetAsync(read, ended));

    /// <summary>A read while time stands still.</summary>
    public Task<SharedRead> ReadAsync(
        string token, ReadKey? key = null,
        Func<ReadProgress, CancellationToken, Task<ImmutableArray<VaultObject>>>? vault = null,
        bool isRemount = true, long? came = null) =>
        Reads.GetAsync(Read(token, key, vault, isRemount, came), Patience.Limit);

    /// <summary>Begins the read of a first mount, which the vault's response ends.</summary>
    public async Task<(Task<SharedRead> Read, TaskCompletionSource<ImmutableArray<VaultObject>> Response)> BeginAsync(
        string token, ReadKey key)
    {
        var (begun, response) = (new TaskCompletionSource(), new TaskCompletionSource<ImmutableArray<VaultObject>>());
        var result = ReadAsync(
            token, key, (_, _) =>
            {
                begun.SetResult();
                return response.Task;
            },
            isRemount: false);
        await begun.Task.WaitAsync(Patience.Limit);
        return (result, response);
    }

    public MountRead Read(
        string token, ReadKey? key = null,
        Func<ReadProgress, CancellationToken, Task<ImmutableArray<VaultObject>>>? vault = null,
        bool isRemount = true, long? came = null) =>
        new(
            key ?? Key,
            new ReadingMount("shop", Reads.Credential(new SecretText(token)), isRemount, came ?? Time.GetTimestamp()),
            vault ?? ((_, _) =>
            {
                Interlocked.Increment(ref asked);
                return Task.FromResult(Value("value"));
            }));
}
