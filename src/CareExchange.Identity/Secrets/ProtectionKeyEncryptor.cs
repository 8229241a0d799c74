using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace CareExchange.Identity.Secrets;

/// <summary>Encrypts the secret part of each Data Protection key under the master secret.</summary>
internal sealed class ProtectionKeyEncryptor(MasterSecret secret) : IXmlEncryptor
{
    internal const string About = "protection-key";

    internal const string Element = "sealed";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = secret.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), About);
        return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(bytes)), typeof(ProtectionKeyDecryptor));
    }
}
