using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Requests as nobody should send them: each gets a plain word, and the next one is served as if nothing had been.</summary>
[Collection(SharedDistrict.Name)]
public sealed class OddRequestTests(District district)
{
    private const string Body = """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""";

    [Theory]
    [Trait("spec", "http#concurrency")]
    [InlineData("*", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("", HttpStatusCode.Created)]
    public async Task A_condition_on_what_is_not_there_decides_whether_it_comes_into_being(string ifMatch, HttpStatusCode expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = "never-" + Guid.NewGuid().ToString("N")[..12];
        string json = Body.Replace("\"status\"", $"\"id\":\"{id}\",\"status\"", StringComparison.Ordinal);

        var answer = ifMatch.Length == 0 ? await machine.PutAsync($"Observation/{id}", json) : await machine.PutAsync($"Observation/{id}", json, ("If-Match", ifMatch));

        answer.Is(expected);
        (await machine.GetAsync($"Observation/{id}")).Is(expected == HttpStatusCode.Created ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        (await machine.PutAsync($"Observation/{id}", json)).Is(expected == HttpStatusCode.Created ? HttpStatusCode.OK : HttpStatusCode.Created);
        (await machine.PutAsync($"Observation/{id}", json.Replace("\"x\"", "\"y\"", StringComparison.Ordinal), ("If-Match", "*"))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [Trait("spec", "http#mime-type")]
    [InlineData("application/fhir+json; charset=UTF-8", HttpStatusCode.Created)]
    [InlineData("application/fhir+json; charset=\"utf-8\"", HttpStatusCode.Created)]
    [InlineData("application/fhir+json; fhirVersion=4.0", HttpStatusCode.Created)]
    [InlineData("application/json", HttpStatusCode.Created)]
    [InlineData("application/fhir+json; fhirVersion=5.0", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json; charset=iso-8859-1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+turtle", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_the_body_is_called_decides_whether_it_is_read(string contentType, HttpStatusCode expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(Body), contentType)).Is(expected);
    }

    public static TheoryData<string, byte[], string> BadBodies { get; } = new()
    {
        { "empty", [], "json-syntax" },
        { "blank", "   "u8.ToArray(), "json-syntax" },
        { "null", "null"u8.ToArray(), "resource-type" },
        { "list", "[]"u8.ToArray(), "resource-type" },
        { "byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Body)], "json-bom" },
        { "UTF-16", Encoding.Unicode.GetBytes(Body), "json-syntax" },
        { "bytes that are no text", [.. "{\"resourceType\":\"Observation\",\"status\":\""u8, 0xFF, 0xFE, .. "\"}"u8], "json-utf8" },
        { "depth of arrays", Encoding.UTF8.GetBytes(new string('[', 100_000)), "json-depth" },
        { "depth of objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), "json-depth" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_is_no_resource_is_refused_with_its_reason(string what, byte[] body, string rule)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var said = (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", body)).Refused(HttpStatusCode.BadRequest, rule);

        Assert.True(said.English.Length > 0, what);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><Observation xmlns=\"http://hl7.org/fhir\"><status value=\"&c;\"/></Observation>")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Observation xmlns=\"http://hl7.org/fhir\"><status value=\"&a;\"/></Observation>")]
    [InlineData("<Observation><status value=\"final\"/></Observation>")]
    [InlineData("<Observation xmlns=\"http://hl7.org/fhir\"><status value=\"final\"/>")]
    public async Task XML_that_reaches_out_or_does_not_end_is_refused(string xml)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(xml), "application/fhir+xml")).Is(HttpStatusCode.BadRequest);

        Assert.StartsWith("xml-", answer.Issues[0].Rule, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", Encoding.UTF8.GetString(answer.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_XML_is_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var deep = "<Observation xmlns=\"http://hl7.org/fhir\">" + string.Concat(Enumerable.Repeat("<extension>", 20_000));

        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(deep), "application/fhir+xml")).Refused(HttpStatusCode.BadRequest, "xml-depth");
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_large_one_ends_where_a_large_one_would()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blanks = new byte[1024 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            for (var megabyte = 0; megabyte < 100; megabyte++) await zip.WriteAsync(blanks, TestContext.Current.CancellationToken);
        }

        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", packed.ToArray(), headers: ("Content-Encoding", "gzip"))).Refused(HttpStatusCode.RequestEntityTooLarge, "body-limit");
        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", packed.ToArray()[..1000], headers: ("Content-Encoding", "br"))).Is(HttpStatusCode.BadRequest);
        (await machine.SendAsync(HttpMethod.Post, "fhir/Observation", Encoding.UTF8.GetBytes(Body), headers: ("Content-Encoding", "zstd"))).Refused(HttpStatusCode.UnsupportedMediaType, "content-coding");
    }

    [Theory]
    [InlineData("Observation/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("Observation/a_b", HttpStatusCode.NotFound)]
    [InlineData("Observation/%ED%95%9C", HttpStatusCode.NotFound)]
    [InlineData("observation/x", HttpStatusCode.NotFound)]
    [InlineData("Metadata", HttpStatusCode.NotFound)]
    [InlineData("Observation/_HISTORY", HttpStatusCode.NotFound)]
    [InlineData("Observation/x/_History/1", HttpStatusCode.NotFound)]
    [InlineData("Patient/$Everything", HttpStatusCode.NotFound)]
    [InlineData("Resource/x", HttpStatusCode.NotFound)]
    [InlineData("DomainResource/x", HttpStatusCode.NotFound)]
    [InlineData("Observation/x/_history/0", HttpStatusCode.NotFound)]
    [InlineData("Observation/x/_history/first", HttpStatusCode.NotFound)]
    [InlineData("Observation/x/y/z", HttpStatusCode.NotFound)]
    [InlineData("$nonsense", HttpStatusCode.NotFound)]
    [InlineData("Observation?%00=1", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_id=%ff%fe", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_count=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_sort=-", HttpStatusCode.BadRequest)]
    [InlineData("Observation?=x", HttpStatusCode.BadRequest)]
    [InlineData("Observation?&&&", HttpStatusCode.OK)]
    [InlineData("Observation?_format=ttl", HttpStatusCode.NotAcceptable)]
    public async Task Odd_addresses_are_answered_plainly(string path, HttpStatusCode expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = (await machine.GetAsync(path)).Is(expected);

        if (expected != HttpStatusCode.OK) Assert.Equal("OperationOutcome", answer.Text("resourceType"));
    }

    [Fact]
    public async Task Long_questions_are_answered_and_endless_ones_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        string Many(int count) => string.Join(',', Enumerable.Range(0, count).Select(number => $"code-{number:0000000000000000000000000000}"));

        (await machine.GetAsync($"Observation?code={Many(400)}")).Is(HttpStatusCode.OK);
        (await machine.GetAsync($"Observation?_id={Many(900)}")).Is(HttpStatusCode.OK);
        (await machine.GetAsync($"Observation?code={Many(401)}")).Refused(HttpStatusCode.BadRequest, "search-too-many");
        (await machine.GetAsync($"Observation?{string.Join('&', Enumerable.Repeat("code=x", 1000))}")).Refused(HttpStatusCode.BadRequest, "search-too-many");
        (await machine.GetAsync($"Observation?_filter={Uri.EscapeDataString(string.Join(" or ", Enumerable.Repeat("code eq x", 1200)))}")).Refused(HttpStatusCode.BadRequest, "search-too-many");
    }

    [Theory]
    [Trait("spec", "http#ops")]
    [InlineData("RETURN=minimal", false)]
    [InlineData("return=\"minimal\"", false)]
    [InlineData("return=nonsense", true)]
    [InlineData(";;,,=", true)]
    public async Task Preferences_are_read_as_their_RFC_says(string prefer, bool hasBody)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = (await machine.PostAsync("Observation", Body, ("Prefer", prefer))).Is(HttpStatusCode.Created);

        Assert.Equal(hasBody, answer.Bytes.Length > 0);
    }

    [Theory]
    [InlineData("PUT", "", "GET, HEAD, OPTIONS, POST")]
    [InlineData("DELETE", "", "GET, HEAD, OPTIONS, POST")]
    [InlineData("POST", "Observation/x", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("DELETE", "Observation/x/_history/1", "GET, HEAD, OPTIONS")]
    [InlineData("FOO", "Observation/x", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.SendAsync(new HttpMethod(method), $"fhir/{path}", method == "POST" ? Encoding.UTF8.GetBytes(Body) : null);

        answer.Refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(allowed.Split(", "), answer.Response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Requests_sent_in_one_breath_are_answered_in_their_order()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (token, address) = (await machine.TokenAsync(), district.Run.Gateway.Address);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        string Request(string path, string more = "") => $"GET /fhir/{path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n{more}\r\n";

        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request("Observation/none") + Request("metadata?mode=nonsense") + Request("Observation?_count=0", "Connection: close\r\n")), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["404", "400", "200"], all.Split("HTTP/1.1 ")[1..].Select(answer => answer[..3]));
    }

    [Theory]
    [Trait("spec", "bundle#transaction")]
    [InlineData("batch")]
    [InlineData("transaction")]
    public async Task An_entry_may_name_the_server_in_full_and_look_at_anything_that_can_be_looked_at(string type)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var root = new Uri(district.Run.Gateway.Address, "fhir");

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"{{{type}}}","entry":[
              {"resource":{{{Body}}},"request":{"method":"POST","url":"{{{root}}}/Observation"}},
              {"resource":{{{Body}}},"request":{"method":"POST","url":"/Observation"}},
              {"request":{"method":"GET","url":"{{{root}}}/Observation?_count=1"}},
              {"request":{"method":"GET","url":"?_type=Observation&_count=1"}},
              {"request":{"method":"GET","url":"metadata"}},
              {"request":{"method":"GET","url":"Patient/nobody/Observation"}},
              {"request":{"method":"POST","url":"Observation/_search?_count=1"}}]}
            """)).Is(HttpStatusCode.OK);

        Assert.Equal(["201", "201", "200", "200", "200", "200", "200"], answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
    }
}
