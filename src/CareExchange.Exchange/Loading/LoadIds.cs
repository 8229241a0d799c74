using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Exchange.Loading;

/// <summary>Ids for resources that bring none: the same text of the same order gives the same id, so that nothing is stored twice after a kill.</summary>
internal static class LoadIds
{
    public static string Of(string order, LoadText text, int entry)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{order}\n{text.Source.Name}\n{text.Line}\n{entry}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
    }
}
