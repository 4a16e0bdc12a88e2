using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Lets a vault's client speak to that vault alone.</summary>
/// <remarks>
/// A list's next page is an address in the answer before it, and the libraries follow it wherever it points. The token must not
/// go where an answer says.
/// </remarks>
/// <param name="vault">The vault's address.</param>
internal sealed class VaultHostPolicy(Uri vault) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var address = message.Request.Uri.ToUri();
        if (Uri.Compare(address, vault, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new MountException(
                ErrorCodes.VaultFailed, $"{vault.Host} gave {Quoted.Text(address.Host)} as the place of a list's next page");
        }
    }
}
