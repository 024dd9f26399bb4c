docs-title = Référence de l’API
docs-without-scripts = La référence lisible a besoin de JavaScript. Le même document pour les programmes :
docs-demonstration = Démonstration sur des données publiques, non exploitée par la campagne.
docs-problems = Problèmes
docs-problems-intro = Chaque réponse d’erreur de l’API porte l’un de ces codes. Les codes ne changent jamais ; leur texte peut changer.
docs-status = Statut HTTP
docs-code = Code
docs-fields = Codes des champs
