using System.Collections.Immutable;
using Provider.Sandbox.Cloud.Network;

namespace Provider.Sandbox.Faults;

/// <summary>The ways in which a server's certificate is wrong, each by the name it has in the table.</summary>
internal sealed class TlsFaults : IDisposable
{
    // Its certificates were valid in January 2020.
    private readonly CertificateAuthority past = new(new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.Zero));
    private readonly CertificateAuthority other = new(TimeProvider.System.GetUtcNow(), "Unknown Root");

    public ImmutableArray<(string Name, EdgeHabits Habits)> All =>
    [
        ("TLS, unknown authority", new() { CertificateFor = (_, host) => other.CertificateFor(host) }),
        ("TLS, expired certificate", new() { CertificateFor = (_, host) => past.CertificateFor(host) }),
        ("TLS, another name", new() { CertificateFor = (own, _) => own.CertificateFor("other.example") }),
    ];

    public void Dispose()
    {
        past.Dispose();
        other.Dispose();
    }
}
