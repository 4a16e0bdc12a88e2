using System.Net;
using System.Net.Sockets;

namespace Provider.Http.Connections;

/// <summary>None of a host's addresses could be connected to.</summary>
internal sealed class AddressesUnreachableException(IReadOnlyList<(IPEndPoint Address, SocketError Error)> attempts)
    : SocketException((int)attempts[^1].Error)
{
    /// <summary>The addresses that were tried, each with its error: <c>10.0.0.4:443 ConnectionRefused</c>.</summary>
    public string Attempts { get; } = string.Join(", ", attempts.Select(attempt => $"{attempt.Address} {attempt.Error}"));

    /// <inheritdoc/>
    public override string Message => $"could not connect to {Attempts}";
}
