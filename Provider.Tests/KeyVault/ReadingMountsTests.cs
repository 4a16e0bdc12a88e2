using System.Runtime.CompilerServices;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

public sealed class ReadingMountsTests
{
    private static readonly VaultHost Demo = new("demo.vault.azure.net", 443);

    private readonly ReadingMounts mounts = new();

    [Fact]
    public void A_token_is_there_until_the_last_of_its_mounts_has_ended()
    {
        using var mine = mounts.Enter(Demo, Token("p", "1"));
        var others = Enumerable.Range(0, 3).Select(_ => mounts.Enter(Demo, Token("p", "2"))).ToArray();

        foreach (var other in others)
        {
            Assert.True(mounts.HasOther(Demo, Token("p", "1")));
            other.Dispose();
        }

        Assert.False(mounts.HasOther(Demo, Token("p", "1")));
        Assert.True(mounts.HasOther(Demo, Token("p", "2")));
    }

    [Fact]
    public void A_token_without_claims_has_no_others()
    {
        using var mine = mounts.Enter(Demo, Token("p", "1"));
        using var opaque = mounts.Enter(Demo, VaultCredential.Of(new SecretText("opaque"), new byte[32]));

        Assert.False(mounts.HasOther(Demo, VaultCredential.Of(new SecretText("other"), new byte[32])));
    }

    [Fact]
    public void A_principal_whose_mounts_have_ended_is_not_kept_in_memory()
    {
        var claims = MountOnce();
        GC.Collect();

        Assert.False(claims.IsAlive);
        Assert.False(mounts.HasOther(Demo, Token("p", "2")));
    }

    private static VaultCredential Token(string principal, string signature) =>
        VaultCredential.Of(new SecretText(TestToken.Of(principal, signature)), new byte[32]);

    // Not inlined, so that no local of the test refers to the claims.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference MountOnce()
    {
        var credential = Token("p", "1");
        mounts.Enter(Demo, credential).Dispose();
        return new WeakReference(credential.Claims);
    }
}
