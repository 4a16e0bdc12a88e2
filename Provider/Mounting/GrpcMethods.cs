namespace Provider.Mounting;

/// <summary>The full names of the driver's methods, on the wire and in the label <c>grpc_method</c>.</summary>
internal static class GrpcMethods
{
    public const string Version = "/v1alpha1.CSIDriverProvider/Version";
    public const string Mount = "/v1alpha1.CSIDriverProvider/Mount";
}
