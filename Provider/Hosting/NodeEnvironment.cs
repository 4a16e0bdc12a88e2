namespace Provider.Hosting;

/// <summary>The process's environment, read once. <c>ImdsEndpoint</c> is null for Azure's own address.</summary>
internal sealed record NodeEnvironment(Uri? ImdsEndpoint, string? CloudFile, int ApiServerPort)
{
    /// <summary>The variable for the address of IMDS in Azure's libraries.</summary>
    public const string ImdsVariable = "AZURE_POD_IDENTITY_AUTHORITY_HOST";

    private const int HttpsPort = 443;

    public static NodeEnvironment OfProcess() => Of(Environment.GetEnvironmentVariable);

    public ServeOptions Apply(ServeOptions options) => options with
    {
        ImdsEndpoint = ImdsEndpoint ?? options.ImdsEndpoint,
        CloudFile = CloudFile,
        ApiServer = new UriBuilder(options.ApiServer) { Port = ApiServerPort }.Uri,
    };

    public static NodeEnvironment Of(Func<string, string?> variable) => new(
        Uri.TryCreate(variable(ImdsVariable), UriKind.Absolute, out var imds) && imds.Scheme == "http" ? imds : null,
        variable("AZURE_ENVIRONMENT_FILEPATH") is { Length: > 0 } file ? file : null,
        int.TryParse(variable("KUBERNETES_SERVICE_PORT"), out var port) && port is > 0 and < 65536 ? port : HttpsPort);
}
