docs-title = API reference
docs-without-scripts = The readable reference needs JavaScript. The same document for programs:
docs-demonstration = Demonstration on public data, not operated by the campaign.
docs-problems = Problems
docs-problems-intro = Every error answer of the API names one of these codes. Codes never change; their wording may.
docs-status = HTTP status
docs-code = Code
docs-fields = Codes of single fields
