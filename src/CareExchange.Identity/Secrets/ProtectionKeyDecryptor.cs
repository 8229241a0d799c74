using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Identity.Secrets;

/// <summary>Reads what <see cref="ProtectionKeyEncryptor"/> wrote. Data Protection makes it by type name and hands it the services.</summary>
/// <remarks>The type name stands in every stored key: renaming or moving the class makes them unreadable and signs everyone out.</remarks>
internal sealed class ProtectionKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(
            services.GetRequiredService<MasterSecret>().Open(Convert.FromBase64String(encryptedElement.Value), ProtectionKeyEncryptor.About)));
}
