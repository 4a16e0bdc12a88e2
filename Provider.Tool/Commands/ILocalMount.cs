using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Model;
using Provider.Tool.Login;

namespace Provider.Tool.Commands;

/// <summary>Does what <c>mount</c> asks for; the command itself only reads and prints.</summary>
internal interface ILocalMount
{
    /// <summary>The credential that a mount would use. Calls nothing.</summary>
    /// <param name="order">What was asked.</param>
    /// <exception cref="MountException">There is none from here, or something it needs is missing.</exception>
    CredentialKind Check(MountOrder order);

    /// <summary>Reads the vault and writes the files.</summary>
    /// <param name="order">What was asked.</param>
    /// <param name="progress">Told each step as it begins.</param>
    /// <param name="cancellationToken">Ends it; the directory is left as it was.</param>
    /// <exception cref="MountException">The mount failed.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    Task<LocalVolume> MountAsync(MountOrder order, Action<string> progress, CancellationToken cancellationToken);
}

/// <summary>What a person asks to be mounted.</summary>
/// <param name="Plan">The class, checked.</param>
/// <param name="Login">As whom.</param>
/// <param name="Options">What is the same as in the daemon.</param>
/// <param name="Target">The directory, absolute.</param>
/// <param name="Timeout">How long it may take.</param>
internal sealed record MountOrder(MountPlan Plan, LocalLogin Login, ServeOptions Options, string Target, TimeSpan Timeout);

/// <summary>What a person's mount came to.</summary>
/// <param name="Files">The files.</param>
/// <param name="IsWritten">Whether they were written; else the directory held exactly these.</param>
/// <param name="Notes">What somebody should know of them.</param>
internal sealed record LocalVolume(ImmutableArray<VolumeFile> Files, bool IsWritten, ImmutableArray<string> Notes);
