namespace CareExchange.Server.Hosting;

/// <summary>Where notices go that cannot wait for somebody to look: emergency accesses to the person and the privacy officer, consents that cannot be read to the operator.</summary>
/// <remarks>A system of the operator takes them (it knows how the person is reached: message, call, letter); what is sent names ids and no data.</remarks>
/// <param name="Url">Receives one POST for each notice; https, or http on this machine.</param>
/// <param name="SecretFile">A file with a secret of 32 characters or more: each notice is then signed with it (header <c>X-CareExchange-Signature: sha256=…</c>, HMAC of the body); null for none.</param>
public sealed record NoticeOptions(string Url, string? SecretFile = null)
{
    internal IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            yield return "Notices.Url must be an https address without a user, or http on this machine.";
        }

        if (SecretFile is not null && (!File.Exists(SecretFile) || File.ReadAllText(SecretFile).Trim().Length < 32)) yield return "Notices.SecretFile must hold a secret of 32 characters or more.";
    }
}
