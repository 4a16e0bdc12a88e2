namespace Provider.Telemetry;

/// <summary>The stages of a mount that take time.</summary>
internal enum MountStage
{
    Parameters,

    Token,

    /// <summary>Waiting for the memory that the volume takes up.</summary>
    Queue,

    Vault,

    Content,
}
