using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Model;
using Provider.Tool.Login;

namespace Provider.Tool.Commands;

/// <summary>Does what <c>mount</c> asks for; the command itself only reads and prints.</summary>
internal interface ILocalMount
{
    /// <exception cref="MountException">The credential is not available here, or lacks a setting.</exception>
    CredentialKind Check(MountOrder order);

    /// <exception cref="MountException">The mount failed.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    Task<LocalVolume> MountAsync(MountOrder order, Action<string> progress, CancellationToken cancellationToken);
}

/// <summary>What a person asks to be mounted.</summary>
internal sealed record MountOrder(
    MountPlan Plan, LocalLogin Login, ServeOptions Options, string Target, TimeSpan Timeout);

/// <summary>What a person's mount came to.</summary>
internal sealed record LocalVolume(ImmutableArray<VolumeFile> Files, bool IsWritten, ImmutableArray<string> Notes);
