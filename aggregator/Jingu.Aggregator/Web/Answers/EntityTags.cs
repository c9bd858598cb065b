using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Jingu.Aggregator.Web.Answers;

/// <summary>
/// Stamps what the API answers with its content (RFC 9110, 8.8.3 and 13.1.2): who asks again with the stamp is answered
/// 304 and nothing else while nothing has changed. The answer is made each time, so a stamp is never older than it.
/// </summary>
internal static class EntityTags
{
    /// <summary>Of the digest so many bytes are the stamp.</summary>
    private const int TagBytes = 16;

    public static async Task StampAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }
        var response = context.Response;
        var wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var content = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(content));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(wire);
        }
        if (response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = TagOf(content);
            // Whose units, and in which language, follows from who asks: no cache between may keep it for others.
            response.Headers.CacheControl = "private, no-cache";
            response.Headers.Vary = "Accept-Language, Authorization, Cookie";
            response.GetTypedHeaders().ETag = tag;
            if (IsKnown(context.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                response.ContentLength = null;
                response.ContentType = null;
                return;
            }
        }
        content.Position = 0;
        await content.CopyToAsync(response.Body, context.RequestAborted);
    }

    private static EntityTagHeaderValue TagOf(MemoryStream content)
    {
        var digest = SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length));
        return new($"\"{Convert.ToHexStringLower(digest.AsSpan(0, TagBytes))}\"");
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
