using System.Xml.Linq;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CareExchange.Identity.Secrets;

/// <summary>Keeps the Data Protection ring in the database, so that every node reads every node's cookies.</summary>
internal sealed class ProtectionKeyRepository(ProtectionKeyStore store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.List().Select(key => XElement.Parse(key.Xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        store.Put(new ProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
}
