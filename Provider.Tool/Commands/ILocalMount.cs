using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Model;
using Provider.Tool.Login;

namespace Provider.Tool.Commands;

/// <summary>Mounts for <c>mount</c>; the command itself only reads its flags and prints.</summary>
internal interface ILocalMount
{
    /// <exception cref="MountException">The credential is not available here, or lacks a setting.</exception>
    CredentialKind Check(MountOrder order);

    /// <exception cref="MountException">The mount failed.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    Task<LocalVolume> MountAsync(MountOrder order, Action<string> progress, CancellationToken cancellationToken);
}

/// <summary>The mount that a command line asks for.</summary>
internal sealed record MountOrder(
    MountPlan Plan, LocalLogin Login, ServeOptions Options, string Target, TimeSpan Timeout);

/// <summary>The result of a mount.</summary>
internal sealed record LocalVolume(ImmutableArray<VolumeFile> Files, bool IsWritten, ImmutableArray<string> Notes);
