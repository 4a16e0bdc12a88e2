using System.Collections.Immutable;

namespace Provider.Sandbox.Storm;

/// <summary>What mounts did while a share of a service's calls met a fault.</summary>
/// <param name="Service">The service.</param>
/// <param name="Fault">The fault's name.</param>
/// <param name="Share">The share of its calls, 0 to 1.</param>
/// <param name="Mounted">Mounts that worked.</param>
/// <param name="Failures">What the others ended in: gRPC status and error code, and how many.</param>
/// <param name="Slowest">The slowest mount, in seconds.</param>
/// <param name="Calls">Calls that the service got.</param>
/// <param name="Memory">The provider's resident memory behind it, in MiB.</param>
/// <param name="Wrong">What must not be: other bytes than the vault's, a status that is not final, a mount past its deadline.</param>
internal sealed record StormCell(
    string Service, string Fault, double Share, int Mounted, ImmutableSortedDictionary<string, int> Failures, double Slowest, int Calls,
    double Memory, ImmutableArray<string> Wrong);
