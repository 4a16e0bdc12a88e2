using System.Net;
using System.Net.Sockets;
using Provider.Http.Failures;

namespace Provider.Http.Connections;

/// <summary>Connects to the first of a host's addresses that accepts a connection (RFC 8305).</summary>
internal sealed class AddressConnector(NameLookups lookups, TimeProvider time)
{
    // RFC 8305, section 8: the recommended delay between two attempts.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>All attempts of one connection together, after the look-up.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // A tenant's host name may have any number of addresses.
    private const int MostAddresses = 16;

    /// <exception cref="AddressesUnreachableException">No address accepted.</exception>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    public async Task<Socket> ConnectAsync(DnsEndPoint host, Callers callers, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : Alternate(await lookups.ResolveAsync(host.Host, callers, cancellationToken));
        using var limit = new CancellationTokenSource(Limit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var attempts = new ConnectionAttempts(
            [.. addresses.Take(MostAddresses).Select(address => new IPEndPoint(address, host.Port))], AttemptDelay,
            time);
        var winner = await attempts.RunAsync(over.Token);
        // Closes connections that slower attempts may still open.
        await over.CancelAsync();
        if (cancellationToken.IsCancellationRequested)
        {
            winner?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return winner ?? throw new AddressesUnreachableException(attempts.Failures);
    }

    // RFC 8305, section 4: the families take turns, beginning with the resolver's first choice (RFC 6724).
    internal static IEnumerable<IPAddress> Alternate(IPAddress[] addresses)
    {
        var preferred = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Except(preferred).ToList();
        for (var place = 0; place < Math.Max(preferred.Count, other.Count); place++)
        {
            foreach (var family in new[] { preferred, other })
            {
                if (place < family.Count)
                {
                    yield return family[place];
                }
            }
        }
    }
}
