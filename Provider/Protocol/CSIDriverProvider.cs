using Grpc.Core;

namespace Provider.Protocol;

/// <summary>The methods as the generated code describes them; it keeps them private.</summary>
public static partial class CSIDriverProvider
{
    internal static Method<VersionRequest, VersionResponse> VersionMethod => __Method_Version;

    internal static Method<MountRequest, MountResponse> MountMethod => __Method_Mount;
}
