using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Help;

/// <summary>Exit statuses and examples of the tool's commands.</summary>
internal static class ToolTexts
{
    private static readonly (int Status, string Meaning) WrongUsage = (2, "the command line is wrong");

    /// <summary>The texts of a command, such as <c>provider-tool check</c>.</summary>
    public static ManualTexts Of(string command) => command switch
    {
        "provider-tool" => new(
            [(0, "help or version was printed"), WrongUsage],
            [("Print the version", "provider-tool --version")]),
        "provider-tool check" => new(
            [
                (0, "every class can be mounted, and there is nothing but hints"),
                (1, "there is an error or a warning, or with --strict a hint"),
                (2, "a file cannot be read, or the command line is wrong"),
            ],
            [
                ("Check a class before it is applied", "provider-tool check secretproviderclass.yaml"),
                ("Check what a chart renders", "helm template shop ./chart | provider-tool check -"),
                ("Check what a cluster has", "kubectl get secretproviderclass -A -o yaml | provider-tool check -"),
                ("See what would not work with the Go provider",
                    "provider-tool check --compat go secretproviderclass.yaml"),
            ]),
        "provider-tool mount" => new(
            [(0, "the directory holds the volume"),
                (1, "the mount failed or was interrupted; the directory is as it was"),
                (2, "the command line is wrong, or FILE holds no class or several without --name")],
            [
                ("Show what a class would mount, without any call",
                    "provider-tool mount class.yaml --target ./secrets --credential azure-cli --dry-run"),
                ("Mount it with the Azure CLI's login",
                    "provider-tool mount class.yaml --target ./secrets --credential azure-cli"),
                ("In an init container with workload identity, for a program",
                    "provider-tool mount /etc/class.yaml --target /secrets --json"),
                ("As a service principal, its secret in a file",
                    "AZURE_CLIENT_ID=11111111-1111-1111-1111-111111111111 provider-tool mount class.yaml --target "
                        + "./secrets --credential service-principal --client-secret-file ./secret"),
            ]),
        "provider-tool completion" => new(
            [(0, "the script was written"), WrongUsage],
            [
                ("For bash; the directory must exist",
                    "provider-tool completion bash | tee ~/.local/share/bash-completion/completions/provider-tool"),
                ("For fish; the directory must exist",
                    "provider-tool completion fish | tee ~/.config/fish/completions/provider-tool.fish"),
            ]),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, null),
    };
}
