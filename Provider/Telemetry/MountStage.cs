namespace Provider.Telemetry;

/// <summary>The stages of a mount that take time.</summary>
internal enum MountStage
{
    /// <summary>Text to plan.</summary>
    Parameters,

    /// <summary>Getting the token.</summary>
    Token,

    /// <summary>Waiting for the memory that the volume takes up.</summary>
    Queue,

    /// <summary>Reading the vault.</summary>
    Vault,

    /// <summary>Vault objects to files.</summary>
    Content,
}
