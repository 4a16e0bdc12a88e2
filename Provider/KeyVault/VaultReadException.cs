using Provider.Model;

namespace Provider.KeyVault;

/// <summary>A read failed, for every mount that shares it. <c>status</c> is null without a response.</summary>
internal sealed class VaultReadException(MountException failure, int? status = null)
    : Exception(failure.Message, failure)
{
    /// <summary>The failure, which names no entry.</summary>
    public MountException Failure => failure;

    /// <summary>Whether the vault refused the token: that concerns the mounts with the very same one alone.</summary>
    public bool IsRefusal => status is 401 or 403;

    /// <summary>Whether the vault does not have the object: its own 404, and no other failure.</summary>
    public bool IsAbsent => status == 404 && failure.Code == ErrorCodes.ObjectNotFound;

    public bool IsUnauthorized => status == 401;
}
