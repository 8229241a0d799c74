using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Server.Web.Delivery;

namespace CareExchange.Server.Tests.Web.Delivery;

public sealed class WebAssetsTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "../../../../src/CareExchange.Server/Web/Assets"));

    [Fact]
    public void The_vendored_script_is_byte_for_byte_what_its_list_of_hashes_says_and_has_its_licence_beside_it()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "lib/SHA256SUMS"));

        Assert.Equal(2, lines.Length);
        foreach (var line in lines)
        {
            var parts = line.Split("  ");
            Assert.Equal(parts[0], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "lib", parts[1])))));
        }

        Assert.StartsWith("Zero-Clause BSD", File.ReadAllText(Path.Combine(Folder, "lib/htmx.LICENSE")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokens.css")]
    [InlineData("base.css")]
    [InlineData("plan.css")]
    [InlineData("print.css")]
    [InlineData("page.js")]
    [InlineData("icon.svg")]
    [InlineData("lib/htmx.min.js")]
    public void Every_file_is_inside_the_assembly_and_its_address_names_its_content(string name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, name))).AsSpan(0, 8));

        Assert.Equal($"/assets/{name}?v={hash}", WebAssets.Url(name));
    }

    [Fact]
    public void No_style_sheet_fetches_anything()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.css"))
        {
            var css = File.ReadAllText(file, Encoding.UTF8);
            Assert.DoesNotContain("url(", css, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("@import", css, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("//", css.Replace("/*", "").Replace("*/", ""), StringComparison.Ordinal);
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
