using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// A page takes what it has a handler for and answers 405 to every other change: without a handler it would be shown as
/// if it had taken it. What tells of a refusal is shown to every method, because it stands in for the page that was
/// asked.
/// </summary>
internal sealed class ReadOnlyPages : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var (request, features) = (context.HttpContext.Request, context.HttpContext.Features);
        if (context.HandlerMethod is not null || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || features.Get<IStatusCodeReExecuteFeature>() is not null || features.Get<StoreAway>() is not null)
        {
            return;
        }
        context.HttpContext.Response.Headers.Allow = "GET, HEAD";
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
